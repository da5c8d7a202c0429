package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Rewrite replaces the content of the file at path, which keeps its mode and
// its owner. Where the owner can't be kept, the old file is as it was. Where
// there is no file, the error is an [fs.ErrNotExist].
func Rewrite(path string, content []byte) error {
	if err := regular(path); err != nil {
		return failure("write", path, err)
	}
	return write(path, content, replaceBy(likeOld))
}

// likeOld gives a file the mode and the owner of the one at path.
func likeOld(file *os.File, path string) error {
	old, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if err := giveOwner(file, old); err != nil {
		return fmt.Errorf("its owner cannot be kept: %w", Reason(err))
	}
	return file.Chmod(old.Mode().Perm())
}

// Prove fails unless [Write] or [Create] could write so many bytes to path now.
// It leaves nothing behind.
func Prove(path string, size int) error { return prove(path, size, private) }

// ProveRewrite fails unless [Rewrite] could write so many bytes to path now. It
// leaves nothing behind.
func ProveRewrite(path string, size int) error {
	if err := regular(path); err != nil {
		return failure("write", path, err)
	}
	return prove(path, size, likeOld)
}

func prove(path string, size int, prepare func(file *os.File, path string) error) error {
	if err := regular(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failure("write", path, err)
	}
	err := fillAndPlace(path, make([]byte, size), func(t *temporary, path string) error {
		if err := t.giveName(path); err != nil {
			return err
		}
		return prepare(t.file, path)
	})
	if err != nil {
		return failure("write", path, err)
	}
	return nil
}
