//go:build unix

package process

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// InGroup puts a command and its children into a process group of their own.
func InGroup(command *exec.Cmd) { command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// Terminate asks a process to end, so that it can leave a terminal as it was,
// or with it the whole group that it leads.
func Terminate(process *os.Process, group bool) error {
	if group {
		return syscall.Kill(-process.Pid, syscall.SIGTERM)
	}
	return process.Signal(syscall.SIGTERM)
}

// EndGroup ends what is left of the group that a process led, once that has
// had its patience.
func EndGroup(process *os.Process, patience time.Duration) {
	if !leaves(process.Pid, patience) && syscall.Kill(-process.Pid, syscall.SIGKILL) == nil {
		leaves(process.Pid, patience)
	}
}

// leaves waits until nobody is left in a group.
func leaves(group int, patience time.Duration) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if errors.Is(syscall.Kill(-group, 0), syscall.ESRCH) {
			return true
		}
	}
	return false
}
