//go:build unix

package config

import (
	"os"
	"syscall"
)

// noFollow opens no link, and waits for no other end of a named pipe.
const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// terminate asks a process to end, so that it can leave a terminal as it was.
func terminate(process *os.Process) error { return process.Signal(syscall.SIGTERM) }
