//go:build unix

package system

import (
	"os"
	"syscall"
)

// handedOn are the signals that a child gets from us, in addition to those that
// end us.
func handedOn() []os.Signal { return []os.Signal{syscall.SIGUSR1, syscall.SIGUSR2} }
