package exec

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/cmd/cli/clitest"
	"keyctl/internal/aside"
)

func TestTheEndOfAKeyIsWaitedForOnlySoLong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		ends, signal time.Duration // 0 for never
		within       time.Duration
		says         string
	}{
		"it ends":                       {30 * time.Second, 0, 30 * time.Second, "<nil>"},
		"it never ends":                 {0, 0, time.Minute, `the key "ak_1" did not end within 1m0s; it is pending`},
		"a signal, and it ends at once": {11 * time.Second, 10 * time.Second, 11 * time.Second, "<nil>"},
		"a signal, and it never ends":   {0, 10 * time.Second, 12 * time.Second, `the key "ak_1" was not seen to end, because of a signal; it is pending`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				run, _ := clitest.Noted(t)
				run.Settings.Timeout = 30 * time.Second
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
				err := ending(run, used{ended: ended{signals: signals}, key: client.Key{ID: "ak_1"}}, lending)
				if fmt.Sprint(err) != test.says || time.Since(begun) != test.within {
					t.Errorf("after %s: %v", time.Since(begun), err)
				}
				if err != nil && cli.FailureCode(NewExec(run), err) != execFailed {
					t.Errorf("exit code %d", cli.FailureCode(NewExec(run), err))
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
		run, _ := clitest.Noted(t)
		err := notStarted("true", &fs.PathError{Op: "fork/exec", Path: "/bin/true", Err: errno})
		if got := cli.FailureCode(NewExec(run), err); got != code || !strings.Contains(err.Error(), "cannot be run: "+errno.Error()) {
			t.Errorf("%s: exit code %d: %v", errno, got, err)
		}
	}
}
