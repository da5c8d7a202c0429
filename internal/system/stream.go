package system

import (
	"os"
	"slices"
)

// Swallows is why nothing can be given to a stream, "" where it can: it was
// closed; it is a device that is no terminal, like /dev/null; a folder; a file
// that is open for reading; a pipe whose reader is gone.
func (s System) Swallows(stream *os.File) string {
	at, err := stream.Stat()
	switch {
	case err != nil || slices.Contains(s.Closed, stream):
		return "is closed"
	case at.Mode()&os.ModeCharDevice != 0 && !IsTerminal(stream):
		return "is " + os.DevNull + " or another device that keeps nothing"
	case at.IsDir() || !writable(stream):
		return "cannot be written"
	case readerGone(stream):
		return "has no reader any more"
	}
	return ""
}

// LeadsTo reports whether a stream is what lies at a path.
func LeadsTo(stream *os.File, path string) bool {
	at, err := stream.Stat()
	if err != nil {
		return false
	}
	other, err := os.Stat(path)
	return err == nil && os.SameFile(at, other)
}

// Settle makes sure that what was written to a regular file is on the disk.
func Settle(out *os.File) error {
	at, err := out.Stat()
	if err != nil || !at.Mode().IsRegular() {
		return err
	}
	return out.Sync()
}
