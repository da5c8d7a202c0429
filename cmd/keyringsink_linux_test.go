package cmd_test

import (
	"strings"
	"testing"
	"time"

	"keyctl/internal/realkeyring"
)

// inKeyring gives the secret of a key that secret-tool, which knows nothing of us,
// finds under a name.
func inKeyring(t *testing.T, session *realkeyring.Session, name string) string {
	t.Helper()
	stored, _ := session.LookupIn("keyctl-keys", name)
	if secretPattern.FindString(stored) != stored {
		t.Errorf("%s: the keyring holds %q", name, stored)
	}
	return stored
}

func TestASecretGoesToTheKeyring(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	c, p := newConsole(t, "huddle01", nil)
	p = p.with(session.Env()...)
	r := p.run("create", "--name", "x", "--to", "keyring:deploy", "--to", "file:copy", "-o", "json")
	if r.is(t, "create", 0); secretPattern.MatchString(r.stdout) {
		t.Errorf("stdout holds the secret: %s", r.stdout)
	}
	first := inKeyring(t, session, "deploy")
	if first == "" || first != readFile(t, p.dir+"/copy") {
		t.Errorf("the keyring holds %q", first)
	}
	if _, found := session.LookupIn("keyctl", "deploy"); found {
		t.Error("it is among the credentials")
	}
	c.forget()
	r = p.run("create", "--name", "x", "--to", "keyring:deploy")
	r.is(t, "there already", 1, "keyring:deploy exists already, and stays as it is; nothing was created", "--force")
	p.run("create", "--name", "x", "--to", "keyring:deploy", "--dry-run").is(t, "--dry-run", 1, "exists already")
	if inKeyring(t, session, "deploy") != first || c.count("") > 0 {
		t.Errorf("the keyring was changed; sent %v", c.methods())
	}
	p.run("create", "--name", "y", "--to", "keyring:deploy", "--force").is(t, "--force", 0)
	if second := inKeyring(t, session, "deploy"); second == "" || second == first {
		t.Errorf("the keyring holds %q", second)
	}
	for profile, more := range map[string][]string{
		"sandbox": {"--scope", "all"}, "sandbox-huddle01": nil, "sandbox-hostupcloud": {"--scope", "read"}, "sandbox-drun": nil,
	} {
		p.run(append([]string{"-p", profile, "create", "--name", "x", "--to", "keyring:" + profile}, more...)...).is(t, profile, 0)
		if inKeyring(t, session, profile) == "" {
			t.Errorf("%s: the keyring holds nothing", profile)
		}
	}
	left := p.undelivered()
	p.run("recover", left.ID, "--to", "keyring:deploy").is(t, "there already", 1, "exists already")
	p.pendingIs(keptSecret)
	p.run("recover", left.ID, "--to", "keyring:later").is(t, "recover", 0)
	if inKeyring(t, session, "later") == "" {
		t.Error("nothing was recovered")
	}
	p.pendingIs("")
}

func TestAKeyringThatTakesNoSecretGetsNoKey(t *testing.T) {
	t.Parallel()
	locked, stopped := realkeyring.StartLocked(t), realkeyring.Start(t)
	stopped.Stop()
	for what, test := range map[string]struct {
		env  []string
		says string
	}{
		"locked":       {locked.Env(), "the keyring is locked"},
		"stopped":      {stopped.Env(), "did not answer|does not answer"},
		"no keyring":   {realkeyring.StartBus(t).Env(), "no keyring"},
		"never set up": {realkeyring.StartNeverSetUp(t).Env(), "set up"},
	} {
		c, p := newConsole(t, "huddle01", nil)
		since := time.Now()
		r := p.with(test.env...).run("create", "--name", "x", "--to", "file:x", "--to", "keyring:deploy")
		r.is(t, what, 1, test.says+".*; nothing was created\nhint: ")
		if took := time.Since(since); took > inTime || c.count("") > 0 {
			t.Errorf("%s: sent %v, took %s", what, c.methods(), took)
		}
		p.pendingIs("")
	}
}

// What the keyring opens waits for it: locked, stopped or away, it is told, and
// the secret stays where it is.
func TestAJournalThatTheKeyringOpens(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	for what, prepare := range map[string]func(c *console, p *program) *program{
		"set up by create": func(c *console, p *program) *program {
			return p.with("KEYCTL_CONSOLE=huddle01", "KEYCTL_BASE_URL="+c.base, "KEYCTL_API_KEY="+c.key)
		},
		"set up by login": func(c *console, p *program) *program {
			p.finish(p.signIn(c)).is(t, "login", 0)
			return p
		},
	} {
		c, bare := newAccount(t, "huddle01")
		p := prepare(c, bare.with(session.Env()...))
		left := p.undelivered()
		recipient := strings.TrimSpace(readFile(t, p.journal("keyring.recipient")))
		if kept, found := session.Lookup("journal " + recipient); !found || !strings.HasPrefix(kept, "AGE-SECRET-KEY-1") {
			t.Errorf("%s: the keyring holds no identity", what)
		}
		away := p.with(realkeyring.StartBus(t).Env()...)
		away.run("recover", left.ID, "--to", "file:x").is(t, what+", away", 3, "no keyring", "hint: ")
		p.pendingIs(keptSecret)
		c.recovers(t, p, *left.KeyID)
	}

	c, p := newConsole(t, "huddle01", nil)
	p = p.with(session.Env()...)
	left := p.undelivered()
	session.Lock()
	since := time.Now()
	p.run("recover", left.ID, "--to", "file:x").is(t, "locked", 3, "the keyring is locked", "hint: ")
	if took := time.Since(since); took > inTime {
		t.Errorf("locked: it took %s", took)
	}
	p.pendingIs(keptSecret)
	// To seal, and to give a key up, needs no keyring.
	p.run("create", "--name", "x", "--to", "exec:false").is(t, "locked", 1, "safe in the journal")
	p.run("recover", left.ID, "--revoke", "--yes").is(t, "--revoke", 0)
	if keys := c.keys(t); len(keys) != 1 {
		t.Errorf("there are %v", keys)
	}
	p.pendingIs(keptSecret)
}
