//go:build !unix || solaris || aix

package store

import "os"

// unlock has nothing to do where a lock ends with the descriptor.
func unlock(*os.File) {}
