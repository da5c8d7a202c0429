package process

import (
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhoSendsASignalAgainSoonInsists(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var last insistence
		for i, step := range []struct {
			after   time.Duration
			sig     syscall.Signal
			insists bool
		}{
			{0, syscall.SIGINT, false},
			{time.Second, syscall.SIGINT, true},
			{time.Second, syscall.SIGQUIT, false},
			{time.Second, syscall.SIGINT, false},
			{insistTime, syscall.SIGINT, false},
			{insistTime - 1, syscall.SIGINT, true},
		} {
			time.Sleep(step.after)
			if insists := last.again(step.sig); insists != step.insists {
				t.Errorf("step %d: got %t", i, insists)
			}
		}
	})
}
