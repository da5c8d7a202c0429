//go:build !unix

package process

import (
	"os"
	"os/exec"
)

// InGroup does nothing: there are no process groups here.
func InGroup(*exec.Cmd) {}

// Terminate ends a process at once: it can't be asked to.
func Terminate(process *os.Process, _ bool) error { return process.Kill() }

// KillGroup ends a process.
func KillGroup(process *os.Process) { _ = process.Kill() }
