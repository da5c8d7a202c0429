package keyring

import (
	"errors"

	keyring "github.com/zalando/go-keyring"

	"keyctl/internal/errs"
)

// explain gives the error of a keyring as one that says what to do. Where the
// keyring was locked, and go-keyring fails without an answer, it was not unlocked.
func explain(err error, account string, locked bool) error {
	_, known := errors.AsType[*errs.Error](err)
	switch {
	case err == nil || known:
		return err
	case errors.Is(err, keyring.ErrNotFound):
		return notFoundError(account)
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return tooLongError()
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return denied("there is no keyring on this system").WithHint("%s", elsewhere)
	case gone(err):
		return brokenError(err)
	case locked && !answered(err):
		return denied("the keyring stayed locked: its prompt was dismissed, or could not be shown").
			WithHint("unlock it and try again; where nobody can, %s", elsewhere)
	}
	return failedError(err)
}
