package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"keyctl/internal/errs"
)

// failure is an error of the file system as the user sees it.
func failure(verb, path string, err error) error {
	return errs.Errorf(errs.Failed, "cannot %s %s: %w", verb, Quote(path), Reason(err)).WithHint("%s", hint(err))
}

// Reason gives an error of the system without the path and the operation that the
// system put around it: it shows the path unquoted. A message that names the path
// itself does so with [Quote].
func Reason(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	if linkError, ok := errors.AsType[*os.LinkError](err); ok {
		return linkError.Err
	}
	return err
}

func hint(err error) string {
	switch {
	case errors.Is(err, ErrLink):
		return "links are not followed here: put the thing itself in the link's place"
	case errors.Is(err, ErrNotRegular), errors.Is(err, ErrNotFolder), errors.Is(err, syscall.ENOTDIR):
		return "look at what is there, and move it away"
	case errors.Is(err, ErrForeign):
		return "look at who put it there, and move it away"
	case errors.Is(err, ErrOpen):
		return "look at what is in it; if it is as it should be, run chmod go-w on it"
	case errors.Is(err, fs.ErrExist):
		return "it stays as it is: choose another path, or move it away"
	case errors.Is(err, syscall.ENOSPC):
		return "make room on the disk; what was there before is as it was"
	case errors.Is(err, fs.ErrNotExist):
		return "look for a slip in the path"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "look at who owns the folder and who may write there"
	}
	return "look at the disk that holds it"
}
