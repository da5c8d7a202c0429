//go:build !unix

package cmd

import "io/fs"

// readableByOthers knows nothing here: the modes don't tell.
func readableByOthers(fs.FileInfo) bool { return false }
