// Package realkeyring gives a test the real thing: a session bus of its own
// and GNOME's keyring on it, of which nothing is left when the test ends.
package realkeyring

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// patience is how long is waited for what has to come; only a failing test
// waits that long.
const patience = 5 * time.Minute

// mark is the variable by which the processes of a session are known: those
// that it starts, and those that they start.
const mark = "KEYCTL_TEST_SESSION"

// Session is a session bus, and a keyring on it if the test wants one.
type Session struct {
	t      testing.TB
	dir    string
	bus    *process
	daemon *process // nil if there is none
}

// look finds a program, and skips the test where there is none.
func look(t testing.TB, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil || !supported {
		t.Skip("needs gnome-keyring, dbus and libsecret-tools")
	}
	return path
}

// Env is what a program needs in its environment to use the session.
func (s *Session) Env() []string {
	return append(s.EnvWithoutAddress(), "DBUS_SESSION_BUS_ADDRESS="+s.Address())
}

// EnvWithoutAddress is Env for a program that has to find the bus by itself.
func (s *Session) EnvWithoutAddress() []string {
	return []string{"XDG_RUNTIME_DIR=" + filepath.Join(s.dir, "run"), mark + "=" + s.dir}
}

// Address is where the bus listens.
func (s *Session) Address() string { return "unix:path=" + s.socket() }

func (s *Session) socket() string { return filepath.Join(s.dir, "run", "bus") }

// environment is that of the session's own processes.
func (s *Session) environment() []string {
	return append(s.Env(), "HOME="+s.dir, "XDG_DATA_HOME="+filepath.Join(s.dir, "data"),
		"XDG_CONFIG_HOME="+filepath.Join(s.dir, "config"), "PATH="+os.Getenv("PATH"), "LC_ALL=C.UTF-8")
}

// end ends the session's processes, and fails the test if any is left.
func (s *Session) end() {
	s.t.Helper()
	s.daemon.kill()
	s.bus.kill()
	for _, left := range leftovers(mark+"="+s.dir, patience) {
		s.t.Errorf("the session leaves a process behind: %s", left)
	}
	if err := os.RemoveAll(s.dir); err != nil {
		s.t.Errorf("cannot remove the session's folder: %v", err)
	}
}
