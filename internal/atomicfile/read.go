package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"keyctl/internal/errs"
)

// Read gives the content of a regular file of at most limit bytes. Where there
// is none, the error is an [fs.ErrNotExist].
func Read(path string, limit int64) ([]byte, error) {
	return explain(path, limit, func(fs.FileInfo) error { return nil })
}

// ReadOwn is Read for a file that decides something: it refuses one that others
// than this user and root could have written.
func ReadOwn(path string, limit int64) ([]byte, error) {
	return explain(path, limit, own)
}

// explain reads a file that the check accepts, and says what is wrong with it.
func explain(path string, limit int64, check func(fs.FileInfo) error) ([]byte, error) {
	content, err := read(path, limit, check)
	if errors.Is(err, ErrTooLarge) {
		return nil, errs.Errorf(errs.Failed, "cannot read %s: %w", Quote(path), err).
			WithHint("more than %d bytes can't be meant; look at what it is", limit)
	}
	if err != nil {
		return nil, failure("read", path, err)
	}
	return content, nil
}

func read(path string, limit int64, check func(fs.FileInfo) error) ([]byte, error) {
	file, err := open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		// Systems differ in what they answer for a link that isn't followed.
		if info, failed := os.Lstat(path); failed == nil && info.Mode()&fs.ModeSymlink != 0 {
			return nil, ErrLink
		}
		return nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular
	case info.Size() > limit:
		return nil, ErrTooLarge
	}
	if err := check(info); err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = ErrTooLarge // it grew meanwhile
	}
	return content, err
}
