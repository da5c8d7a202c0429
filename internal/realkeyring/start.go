package realkeyring

import (
	"os"
	"testing"
)

// Start gives a session with an empty, unlocked keyring.
func Start(t testing.TB) *Session {
	t.Helper()
	s := StartBus(t)
	s.startDaemon("a password", "--unlock")
	s.expectLocked(false)
	return s
}

// StartLocked gives a session with a locked keyring.
func StartLocked(t testing.TB) *Session {
	t.Helper()
	s := Start(t)
	s.Lock()
	return s
}

// StartNeverSetUp gives a session whose keyring has nothing to store in, as on
// a machine where nobody has signed in to a desktop.
func StartNeverSetUp(t testing.TB) *Session {
	t.Helper()
	s := StartBus(t)
	s.startDaemon("")
	return s
}

// StartBus gives a session without a keyring, and nothing that could start one.
func StartBus(t testing.TB) *Session {
	t.Helper()
	return start(t, "")
}

// StartOnDemand gives a session whose bus starts the keyring when somebody asks
// for it. It has never been set up.
func StartOnDemand(t testing.TB) *Session {
	t.Helper()
	return start(t, "[D-BUS Service]\nName="+secrets+"\nExec="+look(t, daemonProgram)+" --foreground --components=secrets\n")
}

func start(t testing.TB, service string) *Session {
	t.Helper()
	for _, program := range []string{busProgram, daemonProgram, toolProgram} {
		look(t, program)
	}
	// Not t.TempDir, whose path may be too long for a socket.
	dir, err := os.MkdirTemp("", "keyctl-session")
	if err != nil {
		t.Fatal(err)
	}
	s := &Session{t: t, dir: dir}
	t.Cleanup(s.end)
	s.startBus(service)
	return s
}
