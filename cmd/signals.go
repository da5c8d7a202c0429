package cmd

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"

	"keyctl/internal/harden"
)

// Process is the process that this is. It is hardened, before anything secret is
// in it, and what its standard streams are is looked at before anything is opened
// that could be taken for one. Its standard logger is silenced: net/http
// writes to it what strangers send, past everything that blacks out secrets. The
// secrets of its environment are taken out of it, so that no child, whoever
// starts it, inherits them.
func Process() System {
	before := harden.Process()
	closed := closedStreams(os.Stdin, os.Stdout, os.Stderr)
	log.SetOutput(io.Discard)
	// A reader that is gone shall be an error of the write, not the end of the
	// process: a secret may be at stake.
	signal.Ignore(syscall.SIGPIPE)
	private := map[string]string{}
	for _, name := range []string{"KEYCTL_API_KEY", "KEYCTL_PASSPHRASE"} {
		private[name] = os.Getenv(name)
		_ = os.Unsetenv(name)
	}
	environment := func(name string) string {
		if value, is := private[name]; is {
			return value
		}
		return os.Getenv(name)
	}
	return System{
		Args: os.Args, Environment: environment,
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Closed: closed, UntilSignal: untilSignal, Start: before.Start,
	}
}

// untilSignal gives a context that the first signal ends, with a [Signal] as
// its cause. The second is left to the system, which ends the process. What
// the caller ignores, as nohup does, stays ignored.
func untilSignal() context.Context {
	ctx, end := context.WithCancelCause(context.Background())
	received := make(chan os.Signal, 1)
	for _, sig := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(sig) {
			signal.Notify(received, sig)
		}
	}
	go func() {
		sig := <-received
		signal.Stop(received)
		end(Signal{Signal: sig})
	}()
	return ctx
}
