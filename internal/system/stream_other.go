//go:build !unix

package system

import "os"

// writable can't be told in advance on this system; the write will.
func writable(*os.File) bool { return true }

// readerGone can't be told in advance on this system; the write will.
func readerGone(*os.File) bool { return false }
