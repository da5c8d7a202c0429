package journal

import (
	"fmt"
	"os"
)

// Aside puts what can't be read out of the way, where it stays, and gives its
// new path.
func (j Journal) Aside(found Found) (string, error) {
	path := found.Path + ".aside"
	for n := 2; exists(path); n++ { // nothing is overwritten
		path = fmt.Sprintf("%s.%d.aside", found.Path, n)
	}
	if err := os.Rename(found.Path, path); err != nil {
		return "", failed(j.Folder, "put aside an entry of", err)
	}
	_ = os.Remove(lockOf(found.Path))
	return path, nil
}
