package cmd

import (
	"os"

	"keyctl/client"
)

// canHoldSecret refuses, before anything is sent, a stdout that would swallow a
// secret or can't be written: a device that is no terminal, like /dev/null, which
// Go also puts there when stdout is closed; a folder; a file that is open for
// reading; a pipe whose reader is gone. Only /dev/full is let through: it tells by
// itself that it takes nothing.
func canHoldSecret(out *os.File) error {
	refuse := func(what string) error {
		return client.Errorf(client.Failed, "stdout %s, and the secret is shown only once; nothing was created", what).
			WithHint("send stdout to a terminal, a pipe or a file")
	}
	at, err := out.Stat()
	switch {
	case err != nil:
		return refuse("is closed")
	case at.Mode()&os.ModeCharDevice != 0 && !isTerminal(out) && !same(at, "/dev/full"):
		return refuse("is closed, " + os.DevNull + " or another device that keeps nothing")
	case at.IsDir() || !writable(out):
		return refuse("cannot be written")
	case readerGone(out):
		return refuse("has no reader any more")
	}
	return nil
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
