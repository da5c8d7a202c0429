package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"keyctl/internal/killpoint"
)

// Folder makes the folder at path, and those above it that are missing, open
// for nobody else. One that exists stays as it is, wide open or not: what lies
// in it is private by itself, and who opened it had a reason.
func Folder(path string) error {
	err := CheckFolder(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeFolder(path); err != nil {
			return failure("make the folder", path, err)
		}
		err = CheckFolder(path)
	}
	return err
}

// CheckFolder fails unless there is a folder at path itself, not behind a link.
// Where there is nothing, the error is an [fs.ErrNotExist].
func CheckFolder(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return failure("use the folder", path, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return failure("use the folder", path, ErrLink)
	case !info.IsDir():
		return failure("use the folder", path, ErrNotFolder)
	}
	return nil
}

// makeFolder makes a folder and its parents, each entry fsync'd so that it
// outlives a power cut as surely as the files in it.
func makeFolder(path string) error {
	parent := filepath.Dir(path)
	if _, err := os.Stat(parent); errors.Is(err, fs.ErrNotExist) && parent != path {
		if err := makeFolder(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	killpoint.At("after a folder is made")
	return SyncFolder(parent)
}
