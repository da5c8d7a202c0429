package cmd

import (
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/client"
	"keyctl/internal/aside"
)

func TestTheEndOfAKeyIsWaitedForOnlySoLong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		ends, signal time.Duration // 0 for never
		within       time.Duration
		says         string
	}{
		"it ends":                       {30 * time.Second, 0, 30 * time.Second, ""},
		"it never ends":                 {0, 0, time.Minute, `the key "ak_1" did not end within 1m0s; it is pending`},
		"a signal, and it ends at once": {11 * time.Second, 10 * time.Second, 11 * time.Second, ""},
		"a signal, and it never ends":   {0, 10 * time.Second, 12 * time.Second, `the key "ak_1" was not seen to end, because of a signal; it is pending`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a, _ := told(t)
				a.settings.Timeout = 30 * time.Second
				signals := make(chan os.Signal, 1)
				if test.signal > 0 {
					time.AfterFunc(test.signal, func() { signals <- syscall.SIGTERM })
				}
				stopped := make(chan struct{})
				lending := aside.Go(func() error {
					if test.ends > 0 {
						time.Sleep(test.ends)
						return nil
					}
					<-stopped
					return nil
				})
				begun := time.Now()
				err := a.ending(used{key: client.Key{ID: "ak_1"}, signals: signals}, lending)
				if errorText(err) != test.says || time.Since(begun) != test.within {
					t.Errorf("after %s: %v", time.Since(begun), err)
				}
				if err != nil && failureCode("exec", err) != execFailed {
					t.Errorf("exit code %d", failureCode("exec", err))
				}
				close(stopped)
			})
		})
	}
}

// A system that has nothing left is not the command's fault.
func TestAShortageIsOurFailure(t *testing.T) {
	t.Parallel()
	for errno, code := range map[syscall.Errno]int{
		syscall.EMFILE: execFailed, syscall.ENFILE: execFailed, syscall.EAGAIN: execFailed, syscall.ENOMEM: execFailed, syscall.EACCES: execNotExecutable,
	} {
		a, _ := told(t)
		err := child{app: a, words: []string{"true"}}.notStarted(&fs.PathError{Op: "fork/exec", Path: "/bin/true", Err: errno})
		if got := failureCode("exec", err); got != code || !strings.Contains(err.Error(), "cannot be run: "+errno.Error()) {
			t.Errorf("%s: exit code %d: %v", errno, got, err)
		}
	}
}

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
