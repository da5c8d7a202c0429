//go:build unix

package cmd_test

import (
	"net/http"
	"strings"
	"testing"
)

// A typed secret isn't shown, and a person is asked before its key ends.
func TestATypedSecretIsNotShown(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	key := p.create("--name", "leaked")
	secret := key.Secret + "\n"
	for _, test := range []struct {
		args  string
		typed []string // at each prompt
		code  int
		shows string
	}{
		{"verify", []string{secret}, 0, "verdict  works"},
		{"identify -o name", []string{secret}, 0, "leaked\n"},
		{"verify", []string{"\n"}, 10, "nothing was typed"},
		{"identify", []string{"\x03"}, 130, "interrupted"},
		{"revoke --secret-stdin", []string{secret, "n\n"}, 10, "the answer was no; nothing was changed"},
		{"revoke --secret-stdin --dry-run", []string{secret}, 0, "would revoke"},
		{"revoke --secret-stdin", []string{secret, "y\n"}, 0, `revoked "leaked"`},
		{"verify", []string{secret}, 10, "verdict  refused"},
	} {
		s := p.onTerminal(t, p.command("keyctl", strings.Fields(test.args)...))
		for i, typed := range test.typed {
			s.wait([]string{"secret of the key (it is not shown): ", "[y/N]"}[i])
			s.typed(typed)
		}
		code, screen := s.end()
		if code != test.code || !strings.Contains(screen, test.shows) || strings.Contains(screen, key.Secret[3:]) {
			t.Errorf("%s: exit code %d, shown is %q", test.args, code, screen)
		}
	}
	if c.count(http.MethodDelete) != 1 {
		t.Errorf("sent %v", c.methods())
	}
}
