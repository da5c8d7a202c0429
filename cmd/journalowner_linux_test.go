package cmd_test

import (
	"path/filepath"
	"testing"
)

// TestTheFirstPassphraseOpensTheJournal, and whoever is asked for it is told
// whose that is.
func TestTheFirstPassphraseOpensTheJournal(t *testing.T) {
	t.Parallel()
	c, p := newAccount(t, "huddle01")
	work, home := p.with("KEYCTL_PASSPHRASE=correct horse", "KEYCTL_PROFILE=work"), p.with("KEYCTL_PASSPHRASE=battery staple", "KEYCTL_PROFILE=home")
	work.finish(work.signIn(c, "-p", "work", "--keyring", "file")).is(t, "work", 0, `^trying [^\n]*\n$`)
	const whose = `what the journal keeps opens with the passphrase that it was set up with \(that of the profile work\)\n`
	home.finish(home.signIn(c, "-p", "home", "--keyring", "file")).is(t, "home", 0, whose)
	work.finish(work.signIn(c, "-p", "work", "--keyring", "file")).is(t, "work again", 0, `^trying [^\n]*\n$`)

	unset := home.with("KEYCTL_PASSPHRASE=")
	unset.diagnose(t, 10)["journal"].is(t, "ok", "in a file, whose passphrase (that of the profile work) was not asked for", "")
	home.diagnose(t, 10)["journal"].is(t, "wrong", "the passphrase does not open", "with which the profile work was signed in")

	left := home.undelivered()
	home.run("recover", left.ID, "--to", "file:f").is(t, "that of home", 3,
		"the passphrase does not open the identity file .*\nhint: it is the one with which the profile work was signed in when the journal was set up; if it is lost, restore it")
	unset.run("recover", left.ID, "--to", "file:f").is(t, "none", 3, "no terminal to ask.*\nhint: set KEYCTL_PASSPHRASE, .*; the passphrase is that of the profile work\n")

	s := p.onTerminal(t, unset.command("keyctl", "recover", left.ID, "--to", "file:f"))
	s.wait("passphrase of the journal (that of the profile work): ")
	s.typed("correct horse\n")
	if code, screen := s.end(); code != 0 || !secretPattern.MatchString(contentOf(t, filepath.Join(p.dir, "f"))) {
		t.Errorf("exit code %d: %q", code, screen)
	}
	p.pendingIs("")
}
