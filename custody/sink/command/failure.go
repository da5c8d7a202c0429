package command

import "keyctl/internal/errs"

func usage(format string, values ...any) *errs.Error {
	return errs.Errorf(errs.Usage, format, values...)
}

func failed(format string, values ...any) *errs.Error {
	return errs.Errorf(errs.Failed, format, values...)
}
