// Package atomicfile keeps files that are whole at every moment: a reader, a
// full disk or a killed process finds the old content or the new one. It
// follows no symbolic link to a file.
package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"keyctl/internal/errs"
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
// leave a temporary file behind, for its owner only: .NAME.keyctl.tmp in the same
// folder, which the next write to path removes.
func Write(path string, content []byte) error {
	return write(path, content, replaceBy(private))
}

// placing puts a temporary file at path.
type placing func(t *temporary, path string) error

// write makes and fills a temporary file and has it put at path.
func write(path string, content []byte, place placing) error {
	if err := regular(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failure("write", path, err)
	}
	killpoint.At("write a file: before the temporary file")
	if err := fillAndPlace(path, content, place); err != nil {
		return failure("write", path, err)
	}
	if err := SyncFolder(filepath.Dir(path)); err != nil {
		return errs.Errorf(errs.Failed, "%s is written, but might not outlive a power cut: %w", Quote(path), Reason(err)).
			WithHint("look at the disk that holds it, and try again")
	}
	return nil
}

// errNoName tells that a file without a name can't be given one.
var errNoName = errors.New("it can be given no name")

func fillAndPlace(path string, content []byte, place placing) error {
	sweep(nameFor(path))
	t, err := temporaryFor(path, content)
	if err != nil {
		return err
	}
	err = place(t, path)
	t.drop()
	if !errors.Is(err, errNoName) {
		return err
	}
	if t, err = namedFor(path, content); err != nil {
		return err
	}
	defer t.drop()
	return place(t, path)
}

// replaceBy has a temporary file replace what is at path, prepared at the last
// moment: until then it is for its owner only.
func replaceBy(prepare func(file *os.File, path string) error) placing {
	return func(t *temporary, path string) error {
		if err := t.giveName(path); err != nil {
			return err
		}
		killpoint.At("write a file: before it is put in place")
		err := prepare(t.file, path)
		if err == nil {
			err = release(t.file)
		}
		if err == nil {
			err = replace(t.name, path)
		}
		killpoint.At("write a file: after it is put in place")
		if err == nil {
			t.name = ""
		}
		return err
	}
}

// giveName gives a temporary file its name, unless it has one.
func (t *temporary) giveName(path string) error {
	if t.name != "" {
		return nil
	}
	name, err := take(path, func(name string) error { return link(t.file, name) })
	if err != nil {
		return errNoName
	}
	t.name = name
	return nil
}

// private leaves a temporary file as it is made: for its owner only.
func private(*os.File, string) error { return nil }

// Remove removes the file at path for good.
func Remove(path string) error {
	sweep(nameFor(path))
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
