//go:build unix

package cmd

import (
	"os"
	"os/signal"
	"syscall"
)

// onStop calls before when Ctrl-Z is about to stop this process, and after when
// it goes on. Neither is called any more once end has returned.
func onStop(before, after func()) (end func()) {
	if signal.Ignored(syscall.SIGTSTP) {
		return func() {}
	}
	stops, done, ended := make(chan os.Signal, 1), make(chan struct{}), make(chan struct{})
	signal.Notify(stops, syscall.SIGTSTP)
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-stops:
				before()
				_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
				after()
			}
		}
	}()
	return func() {
		signal.Stop(stops)
		close(done)
		<-ended
	}
}
