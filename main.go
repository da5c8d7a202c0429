// Command keyctl manages the API keys of cloud consoles.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"keyctl/cmd"
)

func main() {
	// A reader that is gone shall be an error of the write, not the end of the
	// process: a secret may be at stake.
	signal.Ignore(syscall.SIGPIPE)
	ctx, end := context.WithCancelCause(context.Background())
	go interrupt(end)
	os.Exit(cmd.Run(ctx, cmd.System{
		Args: os.Args, Environment: os.Getenv,
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
	}))
}

// interrupt ends the context at the first signal and leaves the second to the
// system, which ends the process. What the caller ignores, as nohup does, stays
// ignored.
func interrupt(end context.CancelCauseFunc) {
	received := make(chan os.Signal, 1)
	for _, sig := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(sig) {
			signal.Notify(received, sig)
		}
	}
	sig := <-received
	signal.Stop(received)
	end(cmd.Signal{Signal: sig})
}
