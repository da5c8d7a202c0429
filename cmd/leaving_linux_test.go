package cmd_test

import (
	"os"
	"syscall"
	"testing"
)

// fullPipe is a pipe that takes nothing more, and whose reader sleeps.
func fullPipe(t *testing.T) *os.File {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close(); _ = writer.Close() })
	raw, err := writer.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = raw.Control(func(fd uintptr) {
		for err := error(nil); err == nil; {
			_, err = syscall.Write(int(fd), make([]byte, 4096))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return writer
}

// TestOneSignalEndsAListThatNobodyReads, whatever it does at the moment.
func TestOneSignalEndsAListThatNobodyReads(t *testing.T) {
	t.Parallel()
	for sig, code := range endingSignals() {
		for _, more := range [][]string{nil, {"--all-profiles"}, {"-o", "json"}} {
			h := newHolding()
			close(h.release)
			one := atConsole(t, "one", "huddle01", h.serve)
			p := withProfiles(t, one)
			args := append([]string{"list", "-p", "one"}, more...)
			if len(more) == 1 {
				args = append([]string{"list"}, more...)
			}
			command := p.command("keyctl", args...)
			command.Stdout = fullPipe(t)
			wait := p.begin(command)
			<-h.asked
			signalTo(t, command, sig)
			if r := wait(); r.code != code {
				t.Errorf("%v, %s: exit code %d, %s", more, sig, r.code, r.stderr)
			}
		}
	}
}
