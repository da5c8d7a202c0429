//go:build !unix || solaris || aix

package emulator

import "os"

// unlock has nothing to do where a lock ends with the descriptor.
func unlock(*os.File) {}
