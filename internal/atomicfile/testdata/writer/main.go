// Command writer makes a folder, writes a file in it, and removes another.
package main

import (
	"os"
	"path/filepath"

	"keyctl/internal/atomicfile"
)

func main() {
	folder := os.Args[1]
	for _, err := range []error{
		atomicfile.Folder(filepath.Join(folder, "new", "below")),
		atomicfile.Write(filepath.Join(folder, "written"), []byte("the new content")),
		atomicfile.Remove(filepath.Join(folder, "removed")),
	} {
		if err != nil {
			panic(err)
		}
	}
}
