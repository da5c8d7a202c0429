//go:build !linux

package realkeyring

import (
	"syscall"
	"time"
)

// supported tells that nothing here runs on other systems: the tests skip.
const supported = false

const (
	stopSignal     = syscall.SIGKILL
	continueSignal = syscall.SIGKILL
)

func attributes() *syscall.SysProcAttr { return nil }

func leftovers(string, time.Duration) []string { return nil }
