package cmd

import (
	"os"

	"keyctl/client"
)

// canHoldSecret refuses, before anything is sent, a stdout that would swallow
// a secret: /dev/null, which Go also puts there when stdout is closed, and a
// pipe whose reader is gone.
func canHoldSecret(out *os.File) error {
	refuse := func(what string) error {
		return client.Errorf(client.Failed, "stdout %s, and the secret is shown only once; nothing was created", what).
			WithHint("send stdout to a terminal, a pipe or a file")
	}
	at, err := out.Stat()
	if err != nil {
		return refuse("is closed")
	}
	if null, err := os.Stat(os.DevNull); err == nil && os.SameFile(at, null) {
		return refuse("is closed or " + os.DevNull)
	}
	if readerGone(out) {
		return refuse("has no reader any more")
	}
	return nil
}

// settle makes sure that what was written to a regular file is on the disk.
func settle(out *os.File) error {
	at, err := out.Stat()
	if err != nil || !at.Mode().IsRegular() {
		return err
	}
	return out.Sync()
}
