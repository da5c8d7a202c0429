//go:build !unix

package process

import (
	"os"
	"os/exec"
	"time"
)

// InGroup does nothing: there are no process groups here.
func InGroup(*exec.Cmd) {}

// Terminate ends a process at once: it can't be asked to.
func Terminate(process *os.Process, _ bool) error { return process.Kill() }

// EndGroup does nothing: what a process started can't be told from others.
func EndGroup(*os.Process, time.Duration) {}
