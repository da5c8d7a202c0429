package cmd_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"

	"keyctl/internal/fakekeyring"
	"keyctl/internal/realkeyring"
)

// login is a login with the credential on stdin.
func (p *program) login(c *console, args ...string) *exec.Cmd {
	p.t.Helper()
	login := p.command("keyctl", append([]string{"login"}, args...)...)
	login.Stdin = strings.NewReader(c.key + "\n")
	return login
}

// signIn is a login that says where.
func (p *program) signIn(c *console, args ...string) *exec.Cmd {
	p.t.Helper()
	return p.login(c, append([]string{"--console", c.name, "--base-url", c.base, "--key-stdin"}, args...)...)
}

func TestTheKeyringHoldsTheCredential(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	for _, name := range []string{"huddle01", "remotegpu"} {
		c, p := newAccount(t, name)
		p = p.with(session.Env()...)
		r := p.finish(p.signIn(c))
		if r.is(t, "login", 0); !strings.Contains(r.stdout, "keyring") || strings.Contains(r.stdout, c.key) {
			t.Errorf("login shows %s", r.stdout)
		}
		// secret-tool, which knows nothing of us, finds the same.
		stored, _ := session.Lookup(name)
		var kept struct{ Origin, Secret string }
		if err := json.Unmarshal([]byte(stored), &kept); err != nil || kept.Secret != c.key || kept.Origin != c.URL {
			t.Errorf("secret-tool finds %q: %v", stored, err)
		}
		p.run("whoami").is(t, "whoami", 0)
		args := []string{"--name", "ci-pipeline"}
		if name == "remotegpu" {
			args = append(args, "--scope", "all")
		}
		key := p.create(args...)
		if keys := p.keys(); len(keys) != 1 || keys[0].ID != key.ID {
			t.Errorf("the list is %v", keys)
		}
		p.run("logout").is(t, "logout", 0, "removed the credential of the profile "+name)
		if stored, found := session.Lookup(name); found {
			t.Errorf("after logout, secret-tool finds %q", stored)
		}
		p.run("list").is(t, "list", 3, "not signed in: nothing is stored for this profile")
	}
}

// What is in the keyring may be from elsewhere.
func TestWhatTheKeyringHoldsIsNotTrusted(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	c, p := newAccount(t, "huddle01")
	p = p.with(session.Env()...)
	p.finish(p.signIn(c)).is(t, "login", 0)
	c.forget()
	session.Store("huddle01", `{"origin":"https://gpu.example:443","secret":"`+c.key+`"}`)
	p.run("list").is(t, "another origin", 3, `belongs to "https://gpu.example:443" and is not sent to`)
	session.Store("huddle01", c.key)
	p.run("list").is(t, "not ours", 3, "what is stored is no credential of this program")
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
}

func TestAKeyringThatDoesNotWorkIsToldInTime(t *testing.T) {
	t.Parallel()
	c, p := newAccount(t, "huddle01")
	unlocked := realkeyring.Start(t)
	signedIn := p.with(unlocked.Env()...)
	signedIn.finish(signedIn.signIn(c)).is(t, "login", 0)
	c.forget()
	locked, stopped := realkeyring.StartLocked(t), realkeyring.Start(t)
	stopped.Stop()
	for what, test := range map[string]struct {
		env  []string
		says string
	}{
		"no bus":          {[]string{"DBUS_SESSION_BUS_ADDRESS=", "XDG_RUNTIME_DIR=" + p.dir}, "session bus"},
		"no keyring":      {realkeyring.StartBus(t).Env(), "no keyring"},
		"never set up":    {realkeyring.StartNeverSetUp(t).Env(), "set up"},
		"locked":          {locked.Env(), "the keyring is locked"},
		"stopped":         {stopped.Env(), "did not answer|does not answer"},
		"autolaunch only": {[]string{"DBUS_SESSION_BUS_ADDRESS=autolaunch:", "XDG_RUNTIME_DIR=" + p.dir}, "session bus"},
	} {
		broken := p.with(test.env...)
		for name, run := range map[string]func() result{
			"list":   func() result { return broken.run("list") },
			"logout": func() result { return broken.run("logout") },
			"login":  func() result { return broken.finish(broken.signIn(c)) },
		} {
			since := time.Now()
			r := run()
			r.is(t, what+": "+name, 3, test.says, "hint: ")
			if took := time.Since(since); took > inTime {
				t.Errorf("%s: %s took %s", what, name, took)
			}
		}
	}
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
	// Nothing fell back by itself, and the credential is where it was.
	stopped.Continue()
	signedIn.run("list").is(t, "list", 0)
}

// On a terminal, too, a stopped keyring is given up, and one that asks is
// waited for.
func TestAKeyringOnATerminal(t *testing.T) {
	t.Parallel()
	c, p := newAccount(t, "huddle01")
	session := realkeyring.Start(t)
	p.with(session.Env()...).finish(p.with(session.Env()...).signIn(c)).is(t, "login", 0)
	session.Stop()
	p1 := p.with(session.Env()...)
	since := time.Now()
	code, screen := p1.onTerminal(t, p1.command("keyctl", "list")).end()
	if took := time.Since(since); code != 3 || took > inTime {
		t.Errorf("stopped: exit code %d after %s: %q", code, took, screen)
	}
	session.Continue()

	bus := realkeyring.StartBus(t)
	fake := fakekeyring.Start(t, bus.Address(), fakekeyring.Faults{Locked: true, Prompt: fakekeyring.Never})
	p2 := p.with(bus.Env()...)
	s := p2.onTerminal(t, p2.command("keyctl", "list"))
	<-fake.Prompted()
	s.wait("waiting for the keyring, which may ask for its password in a window of its own")
	s.typed("\x03")
	if code, screen := s.end(); code != 130 {
		t.Errorf("Ctrl-C: exit code %d: %q", code, screen)
	}
}

// A login that changes where the credential is kept leaves none behind.
func TestACredentialThatMovesIsInOnePlace(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	c, p := newAccount(t, "huddle01")
	p = p.with(session.Env()...).with("KEYCTL_PASSPHRASE=correct horse")
	p.finish(p.signIn(c)).is(t, "login", 0)
	p.finish(p.signIn(c, "--keyring", "file")).is(t, "login", 0)
	if stored, found := session.Lookup("huddle01"); found {
		t.Errorf("the keyring still has %q", stored)
	}
	p.run("list").is(t, "list", 0)
	p.finish(p.signIn(c, "--keyring", "os")).is(t, "login", 0)
	if _, found := session.Lookup("huddle01"); !found {
		t.Error("the keyring has nothing")
	}
	if r := p.command("find", p.dir, "-name", "*.age"); func() string { text, _ := r.Output(); return string(text) }() != "" {
		t.Error("the encrypted file is still there")
	}
	// A keyring that is gone holds a profile up, unless it is forced away.
	gone := p.with("DBUS_SESSION_BUS_ADDRESS=", "XDG_RUNTIME_DIR="+p.dir)
	gone.run("profile", "remove", "huddle01").is(t, "remove", 3, "session bus")
	p.run("whoami").is(t, "whoami", 0)
	gone.run("profile", "remove", "huddle01", "--force").is(t, "remove --force", 0, "warning: its credential is left behind", "removed the profile")
	p.run("whoami").is(t, "whoami", 3, "not signed in")
}
