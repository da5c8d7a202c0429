package cmd_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keyctl/config/file"
	"keyctl/custody/identity"
	"keyctl/internal/realkeyring"
)

// journal is where a file of the journal's folder is.
func (p *program) journal(name string) string {
	return filepath.Join(p.dir, ".local", "state", "keyctl", "journal", name)
}

// journalHolds fails unless the journal's folder holds just these names.
func (p *program) journalHolds(what string, names ...string) {
	p.t.Helper()
	entries, err := os.ReadDir(p.journal("."))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		p.t.Fatal(err)
	}
	found := []string{}
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	if !slices.Equal(found, names) {
		p.t.Errorf("%s: the journal's folder holds %q, want %q", what, found, names)
	}
}

func TestTheWordsForTheJournalAreItsPlaces(t *testing.T) {
	t.Parallel()
	var words []string
	for _, place := range []identity.Place{identity.InKeyring, identity.InFile, identity.Local, identity.Nowhere} {
		words = append(words, string(place))
	}
	if !slices.Equal(words, file.JournalPlaces()) {
		t.Errorf("%q and %q", words, file.JournalPlaces())
	}
}

func TestALoginSetsUpTheJournal(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	keyring, file := []string{"identity.lock", "keyring.recipient"}, []string{"file.recipient", "identity.age", "identity.lock", "identity.profile"}
	for name, test := range map[string]struct {
		login   []string
		journal string
		want    []string
	}{
		"os":                     {nil, "", keyring},
		"os, chosen":             {nil, "keyring", keyring},
		"os, another place":      {nil, "file", nil},
		"os, local":              {nil, "local", nil},
		"os, none":               {nil, "none", nil},
		"file":                   {[]string{"--keyring", "file"}, "", file},
		"file, chosen":           {[]string{"--keyring", "file"}, "file", file},
		"file, another place":    {[]string{"--keyring", "file"}, "keyring", nil},
		"no place of its own":    {[]string{"--keyring", "none"}, "", nil},
		"no place, a passphrase": {[]string{"--keyring", "none"}, "file", nil},
	} {
		c, p := newAccount(t, "huddle01")
		p = p.with(session.Env()...).with("KEYCTL_PASSPHRASE=correct horse", "KEYCTL_JOURNAL="+test.journal)
		login := p.signIn(c, test.login...)
		if slices.Contains(test.login, "none") {
			p = p.with("KEYCTL_API_KEY=" + c.key)
			login = p.command("keyctl", "login", "--console", c.name, "--base-url", c.base, "--keyring", "none")
		}
		r := p.finish(login)
		if r.is(t, name, 0); strings.Contains(r.stderr, "journal") {
			t.Errorf("%s: %s", name, r.stderr)
		}
		p.journalHolds(name, test.want...)
		if !slices.Equal(test.want, keyring) {
			continue
		}
		recipient := strings.TrimSpace(readFile(t, p.journal("keyring.recipient")))
		if kept, found := session.Lookup("journal " + recipient); !found || !strings.HasPrefix(kept, "AGE-SECRET-KEY-1") {
			t.Errorf("%s: the keyring holds no identity", name)
		}
		// Another login changes nothing, and leaving leaves it where it is.
		p.finish(p.login(c, "-p", "huddle01", "--key-stdin", "--keyring", "file")).is(t, name, 0)
		p.journalHolds(name+", again", keyring...)
		p.run("logout").is(t, name, 0)
		p.run("profile", "remove", "huddle01").is(t, name, 0)
		p.journalHolds(name+", left", keyring...)
		if _, found := session.Lookup("journal " + recipient); !found {
			t.Errorf("%s: the identity is gone after logout", name)
		}
	}
}

func TestALoginThatCannotSetUpTheJournalIsOne(t *testing.T) {
	t.Parallel()
	c, p := newAccount(t, "huddle01")
	p = p.with("KEYCTL_PASSPHRASE=correct horse", "KEYCTL_JOURNAL=")
	if err := os.WriteFile(filepath.Join(p.dir, ".local"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p.finish(p.signIn(c, "--keyring", "file")).is(t, "no folder", 0, "warning: .*could not be kept safe in the journal yet: cannot ")
	p.run("whoami").is(t, "whoami", 0)
	p.with("KEYCTL_JOURNAL=lokal").finish(p.with("KEYCTL_JOURNAL=lokal").login(c, "-p", "huddle01", "--key-stdin")).
		is(t, "a wrong word", 0, `warning: .*KEYCTL_JOURNAL \\?"lokal\\?" cannot be used`)
}

func TestDoctorTellsWhatOpensTheJournal(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	_, p := newConsole(t, "huddle01", nil)
	bare, ring := p, p.with(session.Env()...)
	found := func(p *program, code int) finding { return p.diagnose(t, code)["journal"] }

	found(bare, 0).is(t, "warning", "the journal keeps no secrets: one that does not arrive is lost, and its key ended again", "KEYCTL_JOURNAL=local")
	found(bare.with("KEYCTL_JOURNAL=none"), 0).is(t, "warning", "keeps no secrets", "login --console NAME --keyring file")
	found(bare.with("KEYCTL_JOURNAL=local"), 0).is(t, "ok", "not set up yet; the first create does it, with its identity in: local", "")
	found(bare.with("KEYCTL_PASSPHRASE=x"), 0).is(t, "ok", "with its identity in: file", "")
	found(bare.with("KEYCTL_JOURNAL=keyring"), 10).is(t, "wrong", "no session bus", "KEYCTL_JOURNAL")
	found(bare.with("KEYCTL_JOURNAL=keyrng"), 10).is(t, "wrong", "KEYCTL_JOURNAL", `did you mean "keyring"?`)
	found(bare.with("HOME=", "XDG_STATE_HOME=state"), 0).is(t, "warning", "there is no place for it", "XDG_STATE_HOME")
	found(ring, 0).is(t, "ok", "with its identity in: keyring", "")
	p.journalHolds("doctor")

	c, account := newAccount(t, "huddle01")
	account = account.with("KEYCTL_PASSPHRASE=correct horse")
	account.finish(account.signIn(c, "--keyring", "file")).is(t, "login", 0)
	found(account, 0).is(t, "ok", "its identity can be read, from: file", "")
	if err := os.WriteFile(account.journal("identity.age"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	found(account, 10).is(t, "wrong", "is not encrypted with age", "restore it")
	if err := os.Remove(account.journal("identity.age")); err != nil {
		t.Fatal(err)
	}
	found(account, 10).is(t, "wrong", "is gone: it was kept in", "backup")

	c, account = newAccount(t, "huddle01")
	account = account.with(session.Env()...)
	account.finish(account.signIn(c)).is(t, "login", 0)
	found(account, 0).is(t, "ok", "its identity can be read, from: keyring", "")
	other := "AGE-SECRET-KEY-1" + "GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
	session.Store("journal "+strings.TrimSpace(readFile(t, account.journal("keyring.recipient"))), other)
	found(account, 10).is(t, "wrong", "the keyring", "backup")
	session.Stop()
	since := time.Now()
	if r := account.run("doctor"); r.code != 10 || !strings.Contains(r.stdout, "✗ journal") || time.Since(since) > inTime {
		t.Errorf("stopped: exit code %d after %s: %s", r.code, time.Since(since), r.stdout)
	}
}
