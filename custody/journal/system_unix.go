//go:build unix

package journal

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// private reports whether nobody but this user and root can change what is in
// a folder.
func private(folder fs.FileInfo) bool {
	system, ok := folder.Sys().(*syscall.Stat_t)
	return ok && (int(system.Uid) == os.Geteuid() || system.Uid == 0) && folder.Mode().Perm()&0o022 == 0
}

// lockFile locks a file until it is closed, alone or together with others that
// only look, and reports whether nobody else has. A file system without locks
// has nobody who could.
func lockFile(file *os.File, alone bool) bool {
	how := unix.LOCK_SH
	if alone {
		how = unix.LOCK_EX
	}
	err := unix.Flock(int(file.Fd()), how|unix.LOCK_NB)
	return err != unix.EWOULDBLOCK
}
