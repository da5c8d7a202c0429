package realkeyring

import (
	"context"
	"os"
	"os/exec"
	"strings"

	"github.com/godbus/dbus/v5"
)

const (
	secrets = "org.freedesktop.secrets"
	root    = dbus.ObjectPath("/org/freedesktop/secrets")
	login   = root + "/collection/login"
)

// startDaemon starts the keyring, and waits until it can be asked.
func (s *Session) startDaemon(password string, options ...string) {
	s.t.Helper()
	bus := s.connect()
	defer func() { _ = bus.Close() }()
	named := make(chan *dbus.Signal, 8)
	bus.Signal(named)
	err := bus.AddMatchSignal(dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secrets))
	if err != nil {
		s.t.Fatal(err)
	}
	command := exec.Command(look(s.t, daemonProgram), append(options, "--foreground", "--components=secrets")...)
	command.Stdin = strings.NewReader(password)
	s.daemon = s.begin(command)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		select {
		case signal := <-named:
			if signal != nil && signal.Name == "org.freedesktop.DBus.NameOwnerChanged" {
				return
			}
		case <-ctx.Done():
			s.t.Fatalf("the keyring doesn't start: %s", s.log(daemonProgram))
		}
	}
}

// Pid is the keyring's process.
func (s *Session) Pid() int { return s.daemon.Process.Pid }

// Stop makes the keyring hang, until Continue.
func (s *Session) Stop() { s.signal(s.daemon, stopSignal) }

// Continue lets the keyring go on, and waits until it has answered what was asked
// meanwhile: it answers in turn.
func (s *Session) Continue() {
	s.t.Helper()
	s.signal(s.daemon, continueSignal)
	bus := s.connect()
	defer func() { _ = bus.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := bus.Object(secrets, root).CallWithContext(ctx, "org.freedesktop.Secret.Service.ReadAlias", 0, "default").Err
	if err != nil {
		s.t.Fatalf("the keyring does not go on: %v", err)
	}
}

func (s *Session) signal(p *process, signal os.Signal) {
	s.t.Helper()
	if err := p.Process.Signal(signal); err != nil {
		s.t.Fatalf("cannot signal %s: %v", p.Path, err)
	}
}

// Lock locks the keyring.
func (s *Session) Lock() {
	s.t.Helper()
	bus := s.connect()
	defer func() { _ = bus.Close() }()
	err := bus.Object(secrets, root).Call("org.freedesktop.Secret.Service.Lock", 0, []dbus.ObjectPath{login}).Err
	if err != nil {
		s.t.Fatalf("cannot lock the keyring: %v", err)
	}
	s.expectLocked(true)
}

// expectLocked proves that the keyring is what the test takes it for: the
// daemon reports no failure to unlock.
func (s *Session) expectLocked(want bool) {
	s.t.Helper()
	bus := s.connect()
	defer func() { _ = bus.Close() }()
	var locked bool
	err := bus.Object(secrets, login).StoreProperty("org.freedesktop.Secret.Collection.Locked", &locked)
	if err != nil || locked != want {
		s.t.Fatalf("the keyring is locked: %t, want %t (%v): %s", locked, want, err, s.log(daemonProgram))
	}
}
