package cmd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// undelivered leaves a key whose secret is in the journal.
func (p *program) undelivered() entry {
	p.t.Helper()
	p.run("create", "--name", "x", "--to", "exec:false").is(p.t, "create", 1, "did not arrive at exec:false.*safe in the journal")
	p.pendingIs(keptSecret)
	return p.pending()[0]
}

func TestAJournalUnderAPassphrase(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_JOURNAL=file")
	right, wrong := p.with("KEYCTL_PASSPHRASE=correct horse"), p.with("KEYCTL_PASSPHRASE=battery staple")
	p.run("create", "--name", "x").is(t, "no passphrase", 3, "passphrase.*nothing was created")
	left := right.undelivered()
	posts := c.count("POST")
	wrong.run("recover", left.ID, "--to", "file:x").is(t, "wrong", 3, "passphrase")
	p.run("recover", left.ID, "--to", "file:x").is(t, "none", 3, "passphrase")
	if _, err := os.Lstat(filepath.Join(p.dir, "x")); err == nil {
		t.Error("something was delivered")
	}
	p.pendingIs(keptSecret)
	// The journal knows where it was sealed, whatever is set now.
	right.with("KEYCTL_JOURNAL=none").run("recover", left.ID, "--to", "file:x").is(t, "right", 0)
	p.pendingIs("")
	// To seal needs no passphrase once there is an identity.
	left = p.undelivered()
	wrong.run("recover", left.ID, "--revoke", "--yes").is(t, "--revoke", 0, `ended "x"`)
	if c.count("POST") != posts+1 {
		t.Errorf("sent %v", c.methods())
	}
}

func TestASecretWhoseIdentityIsGoneStaysInTheJournal(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_JOURNAL=local")
	left := p.undelivered()
	identity := filepath.Join(p.dir, ".local", "state", "keyctl", "journal", "identity")
	text := readFile(t, identity)
	if err := os.Remove(identity); err != nil {
		t.Fatal(err)
	}
	p.run("recover", left.ID, "--to", "file:x").is(t, "no identity", 3, "is gone", "hint: ")
	p.pendingIs(keptSecret)
	if err := os.WriteFile(identity, []byte("AGE-SECRET-KEY-1"+"GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.run("recover", left.ID, "--to", "file:x").is(t, "another identity", 3, "hint: ")
	p.pendingIs(keptSecret)
	if err := os.WriteFile(identity, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p.run("recover", left.ID, "--to", "file:x").is(t, "restored", 0)
	p.pendingIs("")
}

func TestAnEntryOfAProfileThatIsGone(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_CONSOLE=", "KEYCTL_BASE_URL=", "KEYCTL_API_KEY=", "KEYCTL_PASSPHRASE=correct horse", "KEYCTL_JOURNAL=local")
	signIn := func(c *console) {
		p.t.Helper()
		if err := os.WriteFile(filepath.Join(p.dir, "key"), []byte(c.key), 0o600); err != nil {
			t.Fatal(err)
		}
		p.run("login", "-p", "work", "--console", "huddle01", "--base-url", c.base, "--keyring", "file", "--key-file", "key").is(t, "login", 0)
	}
	signIn(c)
	left := p.undelivered()
	if left.Profile != "work" || left.Origin != c.URL {
		t.Errorf("pending is %+v", left)
	}
	p.run("profile", "remove", "work").is(t, "remove", 0)
	p.run("recover", left.ID, "--revoke", "--yes").is(t, "--revoke", 2, `no profile "work"`)
	r := p.run("recover", left.ID)
	if r.is(t, "looking", 2, `no profile "work"`); !strings.Contains(r.stdout, left.ID) {
		t.Errorf("what the journal knows is not shown: %q", r.stdout)
	}
	// A profile of the same name that leads elsewhere is not asked about the key.
	other, _ := newConsole(t, "huddle01", nil)
	signIn(other)
	other.forget()
	p.run("recover", left.ID, "--revoke", "--yes").is(t, "elsewhere", 3, "was made at .*, and the profile leads to .* now")
	if other.count("") > 0 {
		t.Errorf("sent %v", other.methods())
	}
	// What is kept needs no console, and no profile.
	p.run("profile", "remove", "work").is(t, "remove", 0)
	p.run("recover", left.ID, "--to", "file:x").is(t, "--to", 0, "whether the key still works is unknown: there is no profile")
	if other.count("") > 0 {
		t.Errorf("sent %v", other.methods())
	}
	p.pendingIs("")
}
