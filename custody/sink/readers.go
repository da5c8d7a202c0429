package sink

import (
	"os"
	"runtime"

	"keyctl/internal/atomicfile"
)

// warnOfReaders reports what else gives access to a file that is about to hold a
// secret: other names, and a mode that lets others read it.
func (t Tools) warnOfReaders(path string) {
	quoted := atomicfile.Quote(path)
	info, err := os.Lstat(path)
	if err == nil && hasOtherNames(info) {
		t.warn("%s has other names, by hard links: they keep the old content", quoted)
	}
	if err == nil && info.Mode().Perm()&0o044 != 0 && runtime.GOOS != "windows" {
		t.warn("others can read %s: `chmod go-r %s` keeps the secret to yourself", quoted, quoted)
	}
}
