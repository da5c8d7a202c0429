package dotenv

import "keyctl/internal/errs"

func failed(format string, values ...any) *errs.Error {
	return errs.Errorf(errs.Failed, format, values...)
}
