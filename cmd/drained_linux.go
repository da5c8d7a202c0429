package cmd

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"keyctl/client"
)

// drainTime is how long the reader of a pipe may leave a secret in it.
const drainTime = 30 * time.Second

// drained waits until the reader of a pipe has taken what was written: one that
// goes away without having read it has lost the secret.
func drained(ctx context.Context, out *os.File) error {
	at, err := out.Stat()
	if err != nil || at.Mode()&os.ModeNamedPipe == 0 {
		return err
	}
	ctx, stop := context.WithTimeout(ctx, drainTime)
	defer stop()
	for pause := 50 * time.Microsecond; ; pause = min(2*pause, 20*time.Millisecond) {
		unread, err := unix.IoctlGetInt(int(out.Fd()), unix.TIOCINQ)
		switch {
		case err != nil || unread == 0:
			return nil // what can't be told is taken for done
		case readerGone(out):
			return client.Errorf(client.Failed, "its reader went away without reading it")
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return client.Errorf(client.Failed, "its reader took nothing for %s", drainTime)
		}
	}
}
