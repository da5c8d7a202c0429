package cmd

import (
	"os"
	"slices"

	"keyctl/client"
)

// canHoldSecret refuses, before anything is sent, a stdout that would swallow a
// secret or can't be written. Only /dev/full is let through: it tells by itself
// that it takes nothing.
func (a *app) canHoldSecret() error {
	if what := a.system.swallows(a.system.Out); what != "" && !is(a.system.Out, "/dev/full") {
		return client.Errorf(client.Failed, "stdout %s, and the secret is shown only once", what).
			WithHint("send stdout to a terminal, a pipe or a file")
	}
	return nil
}

// swallows tells why nothing can be given to a stream, "" where it can: it was
// closed; it is a device that is no terminal, like /dev/null; a folder; a file
// that is open for reading; a pipe whose reader is gone.
func (s System) swallows(stream *os.File) string {
	at, err := stream.Stat()
	switch {
	case err != nil || slices.Contains(s.Closed, stream):
		return "is closed"
	case at.Mode()&os.ModeCharDevice != 0 && !isTerminal(stream):
		return "is " + os.DevNull + " or another device that keeps nothing"
	case at.IsDir() || !writable(stream):
		return "cannot be written"
	case readerGone(stream):
		return "has no reader any more"
	}
	return ""
}

// is reports whether a stream leads to what is at a path.
func is(stream *os.File, path string) bool {
	at, err := stream.Stat()
	return err == nil && same(at, path)
}

func same(at os.FileInfo, path string) bool {
	other, err := os.Stat(path)
	return err == nil && os.SameFile(at, other)
}

// settle makes sure that what was written to a regular file is on the disk.
func settle(out *os.File) error {
	at, err := out.Stat()
	if err != nil || !at.Mode().IsRegular() {
		return err
	}
	return out.Sync()
}
