//go:build !unix

package sink

import "io/fs"

// hasOtherNames reports whether a file has more names than one, which is not
// known here.
func hasOtherNames(fs.FileInfo) bool { return false }
