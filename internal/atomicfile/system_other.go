//go:build !unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

func open(path string) (*os.File, error) {
	if err := regular(path); err != nil {
		return nil, err
	}
	return os.Open(path)
}

// own trusts the folder's access list, which files inherit.
func own(fs.FileInfo) error { return nil }

// replace tries again for a moment: Windows refuses while a reader has the old
// file open.
func replace(from, to string) error {
	var err error
	for range 50 {
		if err = os.Rename(from, to); !errors.Is(err, fs.ErrPermission) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}

// SyncFolder does nothing: a folder can't be written to the disk by itself here.
func SyncFolder(string) error { return nil }

// giveOwner does nothing: a new file belongs to whom its folder says.
func giveOwner(*os.File, fs.FileInfo) error { return nil }
