package cmd

import (
	"strings"
	"testing"

	"keyctl/internal/complete"
	"keyctl/internal/system"
)

// Whatever stands on a line, looking for completions fails in silence.
func FuzzLocate(f *testing.F) {
	for _, seed := range []string{"", "list\x00--sort\x00-", "-p\x00sandbox\x00show\x00", "list\x00-qo", "create\x00--scope=all,\x00-é", "--\x00-\x00--=\x00-="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		p := newProgram(system.System{Args: []string{"keyctl"}, Environment: func(string) string { return "" }})
		at := complete.Locate(p.root(), strings.Split(line, "\x00"))
		if !strings.HasSuffix(line, at.Before+at.Typed) {
			t.Errorf("of %q, %q is being typed", line, at.Before+at.Typed)
		}
		for _, name := range at.FlagNames() {
			if !strings.HasPrefix(name, "-") {
				t.Errorf("offered is %q", name)
			}
		}
	})
}
