package cmd_test

import (
	"net/http"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"keyctl/internal/realkeyring"
)

// slowAccount is an account whose console answers at once until it is told to be
// slow, and then when it is released. It is waited for as long as others take to
// sign in, which the race detector makes long on a busy machine.
func slowAccount(t *testing.T) (*console, *program, holding, *atomic.Bool) {
	t.Helper()
	h, slow := newHolding(), &atomic.Bool{}
	c, p := newConsole(t, "huddle01", func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		if !slow.Load() {
			effect.ServeHTTP(w, r)
			return
		}
		h.serve(w, r, effect)
	})
	return c, p.with("KEYCTL_CONSOLE=", "KEYCTL_BASE_URL=", "KEYCTL_API_KEY=", "KEYCTL_PASSPHRASE=correct horse", "KEYCTL_TIMEOUT=10m"), h, slow
}

// The profile of the one must not lead to the credential of the other.
func TestOfTwoFirstLoginsTheLastIsTold(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	for _, keyring := range []string{"os", "file", "os"} {
		late, p, h, slow := slowAccount(t)
		p = p.with(session.Env()...)
		early, _ := newConsole(t, "remotegpu", nil)
		slow.Store(true)
		wait := p.begin(p.signIn(late, "-p", "work", "--keyring", keyring))
		<-h.asked
		p.finish(p.signIn(early, "-p", "work", "--keyring", keyring)).is(t, "the first", 0)
		before := readFile(t, p.profilesFile())
		kept, _ := session.Lookup("work")
		close(h.release)
		r := wait()
		r.is(t, "the last, "+keyring, 5, "somebody else changed this profile meanwhile; nothing was stored\nhint: `profile list`")
		r.silent(t, "the last")
		early.forget()
		p.run("list").is(t, keyring, 0)
		after, _ := session.Lookup("work")
		if early.count(http.MethodGet) != 1 || late.count("") != 1 || after != kept || readFile(t, p.profilesFile()) != before {
			t.Errorf("%s: the first was asked %v, the last %v; the profiles are %s", keyring, early.methods(), late.methods(), readFile(t, p.profilesFile()))
		}
	}
}

// Whichever comes first: one is signed in, with what belongs together.
//
// It runs by itself, with the program that the race detector doesn't slow down.
// Where encrypting nevertheless holds the lock for longer than the other waits, that
// one is told so, and there is one round more.
func TestOfTwoLoginsAtOnceOneIsSignedIn(t *testing.T) {
	for round, more := 0, 3; round < more; round++ {
		one, p := newAccount(t, "huddle01")
		p = p.with("KEYCTL_PASSPHRASE=correct horse")
		other, _ := newConsole(t, "remotegpu", nil)
		signIn := func(c *console) *exec.Cmd {
			login := p.command(mortalProgram(t), "login", "-p", "work", "--console", c.name, "--base-url", c.base, "--key-stdin", "--keyring", "file")
			login.Stdin = strings.NewReader(c.key + "\n")
			return login
		}
		waitOne, waitOther := p.begin(signIn(one)), p.begin(signIn(other))
		a, b := waitOne(), waitOther()
		gaveUp := strings.Contains(a.stderr+b.stderr, "another keyctl has been writing") && a.code+b.code == 1
		if gaveUp && more < 12 {
			more++
		} else if a.code+b.code != 5 || a.code*b.code != 0 {
			t.Errorf("exit codes %d and %d: %s%s", a.code, b.code, a.stderr, b.stderr)
		}
		p.run("list").is(t, "list", 0)
	}
}

func TestALoginDoesNotBringARemovedProfileBack(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	for _, keyring := range []string{"os", "file"} {
		c, p, h, slow := slowAccount(t)
		p = p.with(session.Env()...)
		p.finish(p.signIn(c, "-p", "work", "--keyring", keyring)).is(t, "login", 0)
		slow.Store(true)
		wait := p.begin(p.login(c, "-p", "work", "--key-stdin"))
		<-h.asked
		p.run("profile", "remove", "work").is(t, "remove", 0)
		close(h.release)
		r := wait()
		r.is(t, keyring, 5, "somebody else changed this profile meanwhile; nothing was stored")
		r.silent(t, keyring)
		p.nothingStored(session, "work")
		if text := p.run("profile", "list").stdout; strings.Contains(text, "work") {
			t.Errorf("the profiles are %s", text)
		}
	}
}

// A profile and its credential go together: while another writes, neither does.
func TestAnInterruptedRemoveLeavesBoth(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	for _, keyring := range []string{"os", "file"} {
		c, p := newAccount(t, "huddle01")
		p = p.with(session.Env()...).with("KEYCTL_PASSPHRASE=correct horse")
		p.finish(p.signIn(c, "-p", "work", "--keyring", keyring)).is(t, "login", 0)
		waited, unlock := p.lockProfiles()
		remove := p.command("keyctl", "profile", "remove", "work")
		wait := p.begin(remove)
		waited()
		signalTo(t, remove, syscall.SIGTERM)
		wait().is(t, keyring, 143, "stopped while another keyctl was writing")
		unlock()
		p.run("list").is(t, keyring, 0)
		p.run("profile", "remove", "work").is(t, keyring, 0)
		p.nothingStored(session, "work")
	}
}
