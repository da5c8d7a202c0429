//go:build !unix

package cli

import "io/fs"

// readableByOthers knows nothing here: the modes don't tell.
func readableByOthers(fs.FileInfo) bool { return false }
