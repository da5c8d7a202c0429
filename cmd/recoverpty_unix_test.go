//go:build unix

package cmd_test

import (
	"net/http"
	"strings"
	"testing"
)

// What can't be taken back is asked about, where somebody can answer.
func TestRecoverAsks(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_JOURNAL=local")
	left := p.undelivered()
	for _, words := range [][]string{{"--revoke"}, {"--forget"}} {
		for _, typed := range []string{"n\n", "\n", "\x04"} {
			s := p.onTerminal(t, p.command("keyctl", append([]string{"recover", left.ID}, words...)...))
			s.wait("[y/N]")
			s.typed(typed)
			if code, screen := s.end(); code != 10 || !strings.Contains(screen, "nothing was changed") || !strings.Contains(screen, `"x"`) {
				t.Errorf("%v, %q: exit code %d: %q", words, typed, code, screen)
			}
			p.pendingIs(keptSecret)
		}
	}
	if c.count(http.MethodDelete) != 0 {
		t.Errorf("sent %v", c.methods())
	}
	s := p.onTerminal(t, p.command("keyctl", "recover", left.ID, "--revoke"))
	s.wait(*left.KeyID)
	s.wait("revoke this key? this is permanent and immediate [y/N]")
	s.typed("y\n")
	if code, screen := s.end(); code != 0 || len(c.keys(t)) != 0 {
		t.Errorf("y: exit code %d: %q", code, screen)
	}
	p.pendingIs("")
	left = p.undelivered()
	s = p.onTerminal(t, p.command("keyctl", "recover", left.ID, "--forget"))
	s.wait("what is kept of it is lost [y/N]")
	s.typed("y\n")
	if code, screen := s.end(); code != 0 || len(c.keys(t)) != 1 {
		t.Errorf("y: exit code %d: %q", code, screen)
	}
	p.pendingIs("")
}
