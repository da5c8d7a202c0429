package stdout

import (
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"keyctl/client"
	"keyctl/internal/secrets"
	"keyctl/internal/system"
	"keyctl/output"
)

func newSecret() client.Created {
	return client.Created{Key: client.Key{ID: "ak_1", Name: "x"}, Secret: secrets.New("mk_0123456789abcdef"), Receipt: true}
}

// intoStdout is a stdout whose readers are given little time.
func intoStdout(t *testing.T, out *os.File) Sink {
	t.Helper()
	system := system.System{Out: out, Environment: func(string) string { return "" }}
	return Sink{System: system, Options: output.Options{Format: "secret"}, Patience: time.Millisecond}
}

// A pipe that is full, and a terminal that Ctrl-S has stopped, take nothing.
func TestAReaderThatSleepsGetsNoSecret(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	size, err := unix.FcntlInt(writer.Fd(), unix.F_GETPIPE_SZ, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Write(make([]byte, size)); err != nil {
		t.Fatal(err)
	}
	// The write that is given up ends with the reader.
	t.Cleanup(func() { _ = reader.Close(); _ = writer.Close() })
	err = intoStdout(t, writer).Put(t.Context(), newSecret())
	if err == nil || !strings.Contains(err.Error(), "did not take it within 1ms") {
		t.Errorf("got %v", err)
	}
}

// socketPair gives the ends of a local socket, as Node gives to its children.
func socketPair(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs = os.NewFile(uintptr(ends[0]), "ours"), os.NewFile(uintptr(ends[1]), "theirs")
	t.Cleanup(func() { _ = ours.Close(); _ = theirs.Close() })
	return ours, theirs
}

func TestASocketHasToBeRead(t *testing.T) {
	t.Parallel()
	ours, theirs := socketPair(t)
	failed := make(chan error)
	go func() { failed <- intoStdout(t, ours).Put(t.Context(), newSecret()) }()
	if _, err := theirs.Read(make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	_ = theirs.Close()
	if err := <-failed; err == nil || !strings.Contains(err.Error(), "went away without reading it") {
		t.Errorf("a part was read: %v", err)
	}

	ours, theirs = socketPair(t)
	go func() { failed <- intoStdout(t, ours).Put(t.Context(), newSecret()) }()
	text := make([]byte, 100)
	count, err := theirs.Read(text)
	_ = theirs.Close()
	if got := <-failed; err != nil || got != nil || string(text[:count]) != "mk_0123456789abcdef\n" {
		t.Errorf("all was read: %v, %v, %q", got, err, text[:count])
	}
}
