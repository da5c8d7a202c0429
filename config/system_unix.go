//go:build unix

package config

import (
	"os"
	"os/exec"
	"syscall"
)

// terminate asks a process to end, so that it can leave a terminal as it was.
func terminate(process *os.Process, isGroup bool) error {
	if isGroup {
		return syscall.Kill(-process.Pid, syscall.SIGTERM)
	}
	return process.Signal(syscall.SIGTERM)
}

// asGroup puts a command and its children into a process group of their own.
func asGroup(command *exec.Cmd) { command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
