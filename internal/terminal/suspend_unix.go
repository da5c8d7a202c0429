//go:build unix

package terminal

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// stopTime is how soon a process stops that is told to.
const stopTime = 100 * time.Millisecond

// onStop calls before when Ctrl-Z is about to stop this process, and after when
// it goes on: perhaps once more than it was stopped. Neither is called any more
// once end has returned.
func onStop(before, after func()) (end func()) {
	if signal.Ignored(syscall.SIGTSTP) || !belowShell() {
		return func() {}
	}
	stops, continues := make(chan os.Signal, 1), make(chan os.Signal, 1)
	done, ended := make(chan struct{}), make(chan struct{})
	signal.Notify(stops, syscall.SIGTSTP)
	signal.Notify(continues, syscall.SIGCONT)
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-continues:
				after()
			case <-stops:
				before()
				_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
				select { // the call can return before the process stops
				case <-continues:
				case <-time.After(stopTime):
				}
				after()
			}
		}
	}()
	return func() {
		close(done)
		<-ended
		signal.Stop(stops)
		signal.Stop(continues)
	}
}

// belowShell reports whether somebody on this terminal could let this process go
// on. Without one the system stops nobody on Ctrl-Z, and neither may we.
func belowShell() bool {
	ours, err := unix.Getsid(0)
	theirs, otherErr := unix.Getsid(os.Getppid())
	return os.Getppid() > 0 && err == nil && otherErr == nil && ours == theirs
}
