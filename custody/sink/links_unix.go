//go:build unix

package sink

import (
	"io/fs"
	"syscall"
)

// hasOtherNames reports whether a file has more names than one.
func hasOtherNames(info fs.FileInfo) bool {
	system, ok := info.Sys().(*syscall.Stat_t)
	return ok && system.Nlink > 1
}
