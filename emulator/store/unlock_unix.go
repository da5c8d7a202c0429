//go:build unix && !solaris && !aix

package store

import (
	"os"
	"syscall"
)

// unlock gives back bbolt's lock. Closing alone doesn't while the file is
// mapped into memory.
func unlock(file *os.File) { _ = syscall.Flock(int(file.Fd()), syscall.LOCK_UN) }
