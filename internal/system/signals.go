package system

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

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
	received := newSignals()
	return System{
		Args: os.Args, Environment: environment,
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Closed: closed, UntilSignal: received.until, TakeSignals: received.take, Start: before.Start,
	}
}

// signals are those that this process gets. What the caller ignores, as nohup
// does, stays ignored.
type signals struct {
	received chan os.Signal
	taken    chan struct{} // gets a value when somebody takes them
	first    chan struct{} // is closed once the first has ended the context
	end      context.CancelCauseFunc
}

func newSignals() *signals {
	return &signals{received: make(chan os.Signal, 8), taken: make(chan struct{}), first: make(chan struct{})}
}

// secondTime is how long after the first signal others are taken for the same:
// who ends a group of processes may tell the process and then its group.
const secondTime = 500 * time.Millisecond

// until gives a context that the first signal ends, with a [Signal] as its
// cause. The second is left to the system, which ends the process.
func (s *signals) until() context.Context {
	ctx, end := context.WithCancelCause(context.Background())
	s.end = end
	s.watch(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	go func() {
		select {
		case sig := <-s.received:
			s.endWith(sig)
			close(s.first)
		case <-s.taken:
		}
	}()
	return ctx
}

func (s *signals) endWith(sig os.Signal) {
	s.end(Signal{Signal: sig})
	time.AfterFunc(secondTime, func() { signal.Stop(s.received) })
}

// take gives all signals from now on to whoever runs a child: none of them ends
// the context or this process any more. It is too late when one has come; then
// the context has ended.
func (s *signals) take() (received <-chan os.Signal, inTime bool) {
	select {
	case <-s.first:
		return nil, false
	case s.taken <- struct{}{}:
	}
	select {
	case sig := <-s.received:
		s.endWith(sig)
		return nil, false
	default:
	}
	s.watch(handedOn()...)
	// A child would ignore what is ignored here; what is watched it gets as the
	// system has it.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	return s.received, true
}

func (s *signals) watch(some ...os.Signal) {
	for _, sig := range some {
		if !signal.Ignored(sig) {
			signal.Notify(s.received, sig)
		}
	}
}
