//go:build unix

package cli

import "io/fs"

// readableByOthers reports whether other users than the owner may read a file.
func readableByOthers(at fs.FileInfo) bool { return at.Mode().Perm()&0o044 != 0 }
