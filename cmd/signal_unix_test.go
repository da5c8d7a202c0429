//go:build unix

package cmd_test

import (
	"os"
	"syscall"
)

// endedBySignal is the number of the signal that ended a process, 0 for none.
func endedBySignal(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return int(status.Signal())
	}
	return 0
}
