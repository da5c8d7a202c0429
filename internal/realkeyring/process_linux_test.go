package realkeyring

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAProcessThatIsLeftIsFound(t *testing.T) {
	t.Parallel()
	marked := mark + "=" + t.TempDir()
	for _, environment := range []string{marked, marked + "not"} {
		command := exec.Command("sleep", "600")
		command.Env, command.SysProcAttr = append(os.Environ(), environment), attributes()
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- command.Wait() }()
		found := leftovers(marked, time.Millisecond)
		if environment == marked {
			if len(found) != 1 || !strings.HasSuffix(found[0], " sleep 600 ") {
				t.Errorf("it finds %q", found)
			}
			<-ended
			continue
		}
		if len(found) > 0 {
			t.Errorf("it finds another's: %q", found)
		}
		if err := command.Process.Signal(syscall.SIGKILL); err != nil {
			t.Errorf("another's is gone: %v", err)
		}
		<-ended
	}
}

func TestAProcessThatEndsIsNotLeft(t *testing.T) {
	t.Parallel()
	marked := mark + "=" + t.TempDir()
	command := exec.Command("cat") // until its stdin is closed
	command.Env, command.SysProcAttr = append(os.Environ(), marked), attributes()
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = stdin.Close() }()
	if found := leftovers(marked, patience); len(found) > 0 {
		t.Errorf("it finds %q", found)
	}
	if err := command.Wait(); err != nil {
		t.Error(err)
	}
}

func TestNothingIsLeftOfASession(t *testing.T) {
	t.Parallel()
	pid, dir := 0, ""
	t.Run("session", func(t *testing.T) {
		s := StartLocked(t)
		s.Stop()
		pid, dir = s.Pid(), s.dir
		if err := syscall.Kill(pid, 0); err != nil {
			t.Errorf("the keyring doesn't run: %v", err)
		}
	})
	if err := syscall.Kill(pid, 0); pid > 0 && err != syscall.ESRCH {
		t.Errorf("the keyring is left: %v", err)
	}
	if _, err := os.Stat(dir); dir != "" && !os.IsNotExist(err) {
		t.Errorf("its folder is left: %v", err)
	}
}
