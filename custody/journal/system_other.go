//go:build !unix

package journal

import (
	"io/fs"
	"os"
)

const noFollow = 0

// private is not known on this system; the folder lies in the user's own.
func private(fs.FileInfo) bool { return true }

// lockFile leaves it to the lock file: who locks a file here can't
// have it read.
func lockFile(*os.File, bool) bool { return true }
