// Package atomicfile keeps files that are whole at every moment: a reader, a
// full disk or a killed process finds the old content or the new one. It
// follows no symbolic link to a file.
package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"keyctl/client"
	"keyctl/internal/killpoint"
)

// What a path must not be. The errors of this package wrap one of them where
// it is the reason.
var (
	ErrLink       = errors.New("it is a symbolic link")
	ErrNotRegular = errors.New("it is not a regular file")
	ErrNotFolder  = errors.New("it is not a folder")
	ErrTooLarge   = errors.New("it is too large")
	ErrForeign    = errors.New("it belongs to another user")
	ErrOpen       = errors.New("other users may write it")
)

// Write replaces the file at path, or makes it, readable for nobody else. When
// it fails, the old file is as it was. A process that is killed on the way can
// leave a temporary file behind: .NAME.*.tmp in the same folder.
func Write(path string, content []byte) error {
	return write(path, content, private, replace)
}

// write makes a temporary file beside path, lets prepare give it the owner and
// mode that it shall have, fills it and lets place put it at path.
func write(path string, content []byte, prepare func(file *os.File, path string) error, place func(from, to string) error) error {
	if err := regular(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failure("write", path, err)
	}
	killpoint.At("write a file: before the temporary file")
	temporary, err := temporaryFor(path, content, prepare)
	if err != nil {
		return failure("write", path, err)
	}
	killpoint.At("write a file: before it is put in place")
	err = place(temporary, path)
	killpoint.At("write a file: after it is put in place")
	if err != nil {
		_ = os.Remove(temporary)
		return failure("write", path, err)
	}
	if err := SyncFolder(filepath.Dir(path)); err != nil {
		return client.Errorf(client.Failed, "%s is written, but might not outlive a power cut: %w", Quote(path), reason(err)).
			WithHint("look at the disk that holds it, and try again")
	}
	return nil
}

// temporaryFor makes and fills a file beside path and gives its name. When it
// fails, nothing is left.
func temporaryFor(path string, content []byte, prepare func(file *os.File, path string) error) (string, error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return "", err
	}
	killpoint.At("write a file: after the temporary file")
	if err = prepare(temporary, path); err == nil {
		err = fill(temporary, content)
	} else {
		_ = temporary.Close()
	}
	if err != nil {
		_ = os.Remove(temporary.Name())
		return "", err
	}
	return temporary.Name(), nil
}

// private leaves a temporary file as it is made: for its owner only.
func private(*os.File, string) error { return nil }

// fill writes a new file to the disk and closes it.
func fill(file *os.File, content []byte) error {
	_, err := file.Write(content)
	killpoint.At("write a file: after the content")
	if err == nil {
		err = file.Sync()
	}
	killpoint.At("write a file: after its fsync")
	return errors.Join(err, file.Close())
}

// Remove removes the file at path for good.
func Remove(path string) error {
	err := regular(path)
	if err == nil {
		killpoint.At("remove a file: before")
		err = os.Remove(path)
		killpoint.At("remove a file: after")
	}
	if err == nil {
		err = SyncFolder(filepath.Dir(path))
	}
	if err != nil {
		return failure("remove", path, err)
	}
	return nil
}

// regular fails unless there is a regular file at path.
func regular(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return ErrLink
	case !info.Mode().IsRegular():
		return ErrNotRegular
	}
	return nil
}
