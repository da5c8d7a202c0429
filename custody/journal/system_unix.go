//go:build unix

package journal

import (
	"io/fs"
	"os"
	"syscall"
)

const noFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// private reports whether nobody but this user and root can change what is in
// a folder.
func private(folder fs.FileInfo) bool {
	system, ok := folder.Sys().(*syscall.Stat_t)
	return ok && (int(system.Uid) == os.Geteuid() || system.Uid == 0) && folder.Mode().Perm()&0o022 == 0
}
