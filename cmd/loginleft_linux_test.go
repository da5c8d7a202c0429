package cmd_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/sys/unix"

	"keyctl/internal/realkeyring"
	"keyctl/internal/testca"
)

// lockProfiles holds the lock on the profiles file as another process would.
// What it gives waits until somebody else tries to get it.
func (p *program) lockProfiles() (waited func(), unlock func()) {
	p.t.Helper()
	path := filepath.Join(filepath.Dir(p.profilesFile()), "profiles.lock")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		p.t.Fatal(err)
	}
	lock := flock.New(path)
	if locked, err := lock.TryLockContext(context.Background(), time.Millisecond); !locked {
		p.t.Fatal(err)
	}
	descriptor, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err == nil {
		_, err = unix.InotifyAddWatch(descriptor, path, unix.IN_OPEN)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	opened := os.NewFile(uintptr(descriptor), "opened")
	unlock = func() { _ = lock.Unlock() }
	p.t.Cleanup(func() { unlock(); _ = opened.Close() })
	return func() {
		p.t.Helper()
		_ = opened.SetReadDeadline(time.Now().Add(patience))
		if _, err := opened.Read(make([]byte, 4096)); err != nil {
			p.t.Fatalf("nobody wants the lock: %v", err)
		}
	}, unlock
}

// encrypted is where the credential of a profile lies that keeps it in a file.
func (p *program) encrypted(profile string) string {
	return filepath.Join(filepath.Dir(p.profilesFile()), "credentials", profile+".age")
}

// nothingStored checks that no credential is kept for a name.
func (p *program) nothingStored(session *realkeyring.Session, name string) {
	p.t.Helper()
	if kept, found := session.Lookup(name); found {
		p.t.Errorf("the keyring holds %q", kept)
	}
	if _, err := os.Stat(p.encrypted(name)); !errors.Is(err, os.ErrNotExist) {
		p.t.Errorf("there is a file: %v", err)
	}
}

func TestAnInterruptedFirstLoginLeavesNothing(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	for _, keyring := range []string{"os", "file"} {
		c, p := newAccount(t, "huddle01")
		p = p.with(session.Env()...).with("KEYCTL_PASSPHRASE=correct horse")
		waited, unlock := p.lockProfiles()
		login := p.signIn(c, "--keyring", keyring)
		wait := p.begin(login)
		waited()
		signalTo(t, login, syscall.SIGTERM)
		r := wait()
		r.is(t, keyring, 143, "stopped while another keyctl was writing")
		r.silent(t, keyring)
		p.nothingStored(session, "huddle01")
		unlock()
		p.run("whoami").is(t, keyring, 3, "not signed in")
	}
}

// nearlyFull makes the profiles file as large as it may be.
func (p *program) nearlyFull() {
	p.t.Helper()
	text := readFile(p.t, p.profilesFile())
	text += strings.Repeat("#\n", (1<<20-len(text))/2)
	if err := os.WriteFile(p.profilesFile(), []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// The credential is stored before the profile that leads to it is written.
//
// It runs by itself: it is slow enough without others beside it.
func TestACredentialThatNoProfileLeadsToIsTakenBack(t *testing.T) {
	session := realkeyring.Start(t)
	authority := testca.File(t, testca.New(t, "Test Authority").Certificate)
	for _, keyring := range []string{"os", "file"} {
		c, p := newAccount(t, "huddle01")
		p = p.with(session.Env()...).with("KEYCTL_PASSPHRASE=correct horse", "KEYCTL_API_KEY="+c.key)
		p.run("login", "-p", "work", "--console", c.name, "--base-url", c.base, "--keyring", "none").is(t, "login", 0)
		p.nearlyFull()
		p.finish(p.signIn(c, "-p", "another-profile", "--keyring", keyring)).is(t, "a first login, "+keyring, 1, "would have more than 1048576 bytes")
		p.nothingStored(session, "another-profile")
		move := p.login(c, "-p", "work", "--key-stdin", "--keyring", keyring, "--ca-file", authority)
		p.finish(move).is(t, "a login that moves it, "+keyring, 1, "would have more than 1048576 bytes")
		p.nothingStored(session, "work")
	}
}

// Whoever can't sign in again stays signed in.
func TestALoginThatFailsLeavesTheFormerCredential(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	c, p := newAccount(t, "huddle01")
	p = p.with(session.Env()...).with("KEYCTL_PASSPHRASE=correct horse")
	p.finish(p.signIn(c, "-p", "kept", "--keyring", "os")).is(t, "login", 0)
	p.finish(p.signIn(c, "-p", "filed", "--keyring", "file")).is(t, "login", 0)
	former := `{"origin":"` + c.URL + `","secret":"mk_` + strings.Repeat("f", 64) + `"}`
	session.Store("kept", former)
	filed := readFile(t, p.encrypted("filed"))
	lock := filepath.Join(filepath.Dir(p.profilesFile()), "profiles.lock")
	if err := errors.Join(os.Remove(lock), os.Mkdir(lock, 0o700)); err != nil {
		t.Fatal(err)
	}
	for _, profile := range []string{"kept", "filed"} {
		p.finish(p.login(c, "-p", profile, "--key-stdin")).is(t, profile, 1, "cannot lock .*profiles.lock")
	}
	if kept, _ := session.Lookup("kept"); kept != former || readFile(t, p.encrypted("filed")) != filed {
		t.Errorf("the keyring holds %q, the file %q", kept, readFile(t, p.encrypted("filed")))
	}
}

// What an older login left behind is given up by name.
func TestLogoutRemovesWhatNoProfileLeadsTo(t *testing.T) {
	t.Parallel()
	session := realkeyring.Start(t)
	c, p := newAccount(t, "huddle01")
	p = p.with(session.Env()...)
	session.Store("left", "what a killed login stored")
	p.run("logout", "-p", "left").is(t, "logout", 0, "removed what the keyring held for left, which is no profile")
	p.nothingStored(session, "left")
	p.run("logout", "-p", "left").is(t, "again", 2, `there is no profile "left"`)
	p.finish(p.signIn(c, "-p", "work")).is(t, "login", 0)
	session.Store("Work", "what may be another's")
	p.run("logout", "-p", "Work").is(t, "other capitals", 2, `there is no profile "Work"`)
	if _, found := session.Lookup("Work"); !found {
		t.Error("it is gone")
	}
	p.run("list").is(t, "list", 0)
}
