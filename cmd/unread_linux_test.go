package cmd_test

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// TestAReaderThatLeavesASecretUnreadGetsNone: what is in a pipe when its reader
// goes away has been written, and has not arrived. Like all tests with a pipe of
// their own, these don't run beside others.
func TestAReaderThatLeavesASecretUnreadGetsNone(t *testing.T) {
	for name, taken := range map[string]int{"nothing": 0, "a part": 20} {
		for _, format := range []string{"secret", "table", "json"} {
			c, p := newConsole(t, "huddle01", nil)
			p = p.with("KEYCTL_JOURNAL=local")
			reader, wait := p.intoPipe(t, "create", "--name", "x", "-o", format)
			written(t, reader)
			if _, err := reader.Read(make([]byte, taken)); err != nil {
				t.Fatal(err)
			}
			_ = reader.Close()
			what := format + ", of which the reader takes " + name
			wait().is(t, what, 1, "did not arrive at stdout: its reader went away without reading it; it is safe in the journal", "keyctl recover [0-9a-f]{8} --to")
			p.pendingIs(keptSecret)
			c.recovers(t, p, c.keys(t)[0].ID)
		}
	}
}

func TestAReaderThatLeavesARecoveredSecretUnreadGetsNone(t *testing.T) {
	_, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_JOURNAL=local")
	left := p.undelivered()
	reader, wait := p.intoPipe(t, "recover", left.ID, "--to", "stdout", "-o", "secret")
	written(t, reader)
	_ = reader.Close()
	wait().is(t, "recover", 1, "its reader went away without reading it; it is still in the journal")
	p.pendingIs(keptSecret)

	// A journal that keeps nothing has no use for a key whose secret nobody read.
	c, p := newConsole(t, "huddle01", nil)
	reader, wait = p.with("KEYCTL_JOURNAL=none").intoPipe(t, "create", "--name", "x")
	written(t, reader)
	_ = reader.Close()
	wait().is(t, "create", 1, "its reader went away without reading it; .*so the key was ended again")
	if p.pendingIs(""); len(c.keys(t)) != 0 {
		t.Errorf("left %v", c.keys(t))
	}
}

// intoPipe starts a command whose stdout is a pipe.
func (p *program) intoPipe(t *testing.T, args ...string) (reader *os.File, wait func() result) {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	command := p.command("keyctl", args...)
	command.Stdout = writer
	wait = p.begin(command)
	_ = writer.Close()
	return reader, wait
}

// written waits until something is in a pipe.
func written(t *testing.T, reader *os.File) {
	t.Helper()
	ends := []unix.PollFd{{Fd: int32(reader.Fd()), Events: unix.POLLIN}}
	for {
		count, err := unix.Poll(ends, int(patience.Milliseconds()))
		switch {
		case err == unix.EINTR: //nolint:errorlint // as the system gives it
		case err != nil || count == 0:
			t.Fatalf("nothing was written: %v", err)
		default:
			return
		}
	}
}
