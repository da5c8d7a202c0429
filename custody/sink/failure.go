package sink

import (
	"io/fs"

	"keyctl/internal/errs"
)

func usage(format string, values ...any) *errs.Error {
	return errs.Errorf(errs.Usage, format, values...)
}

func failed(format string, values ...any) *errs.Error {
	return errs.Errorf(errs.Failed, format, values...)
}

func existsError(name string) error {
	return &errs.Error{
		Kind: errs.Failed, What: name + " exists already, and stays as it is", Cause: fs.ErrExist,
		Hint: "choose another place, or replace it with --force",
	}
}
