package cmd

import (
	"strings"
	"testing"
)

// Whatever stands on a line, looking for completions fails in silence.
func FuzzLocate(f *testing.F) {
	for _, seed := range []string{"", "list\x00--sort\x00-", "-p\x00sandbox\x00show\x00", "list\x00-qo", "create\x00--scope=all,\x00-é", "--\x00-\x00--=\x00-="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		p := newProgram(System{Args: []string{"keyctl"}, Environment: func(string) string { return "" }})
		at := locate(p.root(), strings.Split(line, "\x00"))
		if !strings.HasSuffix(line, at.before+at.typed) {
			t.Errorf("of %q, %q is being typed", line, at.before+at.typed)
		}
		for _, name := range at.flagNames() {
			if !strings.HasPrefix(name, "-") {
				t.Errorf("offered is %q", name)
			}
		}
	})
}
