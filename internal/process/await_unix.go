//go:build unix

package process

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"keyctl/internal/errs"
)

// reaches reports whether a signal has reached our child as well: what is typed
// goes to the group of processes that is in the terminal's foreground, which a
// child may have left.
func reaches(sig os.Signal, child int) bool {
	if sig != syscall.SIGINT && sig != syscall.SIGQUIT {
		return false
	}
	if group, err := unix.Getpgid(child); err != nil || group != unix.Getpgrp() {
		return false
	}
	terminal, err := unix.Open("/dev/tty", unix.O_RDONLY|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return false // we have none
	}
	defer func() { _ = unix.Close(terminal) }()
	foreground, err := unix.IoctlGetInt(terminal, unix.TIOCGPGRP)
	return err == nil && foreground == unix.Getpgrp()
}

// codeOf is the exit code of a process that has ended, as a shell has it.
func codeOf(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return int(errs.Interrupted) + int(status.Signal())
	}
	return state.ExitCode()
}
