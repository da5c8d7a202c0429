package cmd_test

import (
	"regexp"
	"strings"
	"testing"
)

// A shell that brings a stopped command back restores a terminal that shows what
// is typed: the credential must not be.
func TestAStoppedPromptHidesAgain(t *testing.T) {
	t.Parallel()
	c, p := newAccount(t, "huddle01")
	p = p.with("KEYCTL_PASSPHRASE=correct horse", "PS1=ready> ", "TERM=dumb", "INPUTRC=/dev/null", "HISTFILE=/dev/null")
	const prompt = "(it is not shown): "
	s := p.onTerminal(t, p.command("bash", "--norc", "--noprofile", "-i"))
	s.wait("ready> ")
	s.typed("keyctl login --console huddle01 --base-url " + c.base + " --keyring file\n")
	s.wait(prompt)
	for stopped := 1; stopped <= 2; stopped++ {
		s.typed("\x1a")
		s.waitAgain("Stopped", stopped)
		s.waitAgain("ready> ", 2*stopped)
		// Whoever reads from the terminal now finds it as it was before the login.
		s.typed("sh -c 'echo listening; exec cat'\n")
		s.waitAgain("\nlistening\n", stopped)
		s.typed("in between\n")
		s.waitAgain("in between\nin between\n", stopped)
		s.typed("\x04")
		s.waitAgain("ready> ", 1+2*stopped)
		s.typed("fg\n")
		s.waitAgain(prompt, 1+stopped)
		if s.echoes() {
			t.Error("the prompt that came back shows what is typed")
		}
	}
	s.typed(c.key + "\n")
	s.waitAgain("ready> ", 6) // what is typed before would stand in what the login shows
	s.typed("stty -a; exit\n")
	_, screen := s.end()
	if strings.Contains(screen, c.key) || !regexp.MustCompile(`(?m)^keys +0$`).MatchString(screen) {
		t.Errorf("the screen shows %q", screen)
	}
	if !regexp.MustCompile(`[ ;]echo `).MatchString(screen) {
		t.Errorf("afterwards the terminal doesn't show what is typed: %q", screen)
	}
	p.run("list").is(t, "list", 0)
}

// Nobody would let a command go on that the terminal belongs to alone.
func TestAPromptThatNobodyContinuesIsNotStopped(t *testing.T) {
	t.Parallel()
	c, p := newAccount(t, "huddle01")
	p = p.with("KEYCTL_PASSPHRASE=correct horse")
	s := p.onTerminal(t, p.command("keyctl", "login", "--console", "huddle01", "--base-url", c.base, "--keyring", "file"))
	s.wait("(it is not shown): ")
	for range 1000 { // nothing tells when one has arrived
		s.typed("\x1a")
	}
	s.typed(c.key + "\n")
	if code, screen := s.end(); code != 0 || strings.Contains(screen, c.key) {
		t.Errorf("exit code %d: %q", code, screen)
	}
}
