package keyring

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// elsewhere is the way out for a machine without a keyring.
const elsewhere = "sign in with `login --keyring file`, or set KEYCTL_CONSOLE and KEYCTL_API_KEY"

func denied(format string, values ...any) *errs.Error {
	return errs.Errorf(errs.Denied, format, values...)
}

// because is denied with a cause that the text does not show.
func because(cause error, format string, values ...any) *errs.Error {
	return &errs.Error{Kind: errs.Denied, What: fmt.Sprintf(format, values...), Cause: cause}
}

func failedError(err error) error {
	return denied("the keyring failed: %s", safetext.Quote(err.Error())).
		WithHint("try again; if it stays, restart the keyring's service, or %s", elsewhere)
}

func notFoundError(account string) error {
	return because(fs.ErrNotExist, "the keyring has nothing for %s", safetext.Quote(account)).WithHint("sign in again to store it")
}

func interruptedError(ctx context.Context) error {
	return because(context.Cause(ctx), "the wait for the keyring was interrupted").WithHint("try again")
}

// brokenError keeps a panic's value as the cause only where it is an error: the
// runtime's hold no data.
func brokenError(reason any) error {
	cause, _ := reason.(error)
	return because(cause, "the connection to the keyring broke").
		WithHint("see whether the session bus and the keyring's service still run, and try again")
}

func lateError(limit time.Duration, person bool) error {
	failure := denied("the keyring did not answer within %.0fs", limit.Seconds())
	if person {
		return failure.WithHint("look for its prompt, which other windows may hide, and try again")
	}
	return failure.WithHint("its prompt may be waiting for somebody; where nobody is, %s", elsewhere)
}

func lockedError() error {
	return denied("the keyring is locked").
		WithHint("unlock it in the desktop's password manager, or sign in to the desktop; where nobody can, %s", elsewhere)
}

func tooLongError() error {
	return denied("the secret is too long for a keyring").
		WithHint("keyrings keep up to %d bytes everywhere; for a longer one %s", longest, elsewhere)
}

func notStoredError() error {
	return denied("the keyring did not store the secret, though it said so").
		WithHint("if it asked for consent, give it and try again; otherwise %s", elsewhere)
}

func otherValueError(service, account string) error {
	return denied("the keyring gives another secret for %s than the one just stored", safetext.Quote(account)).
		WithHint("if it asked for consent, give it and try again; or remove the entries of %q in the desktop's password manager", service)
}

func stillThereError(service, account string) error {
	return denied("the keyring still has a secret for %s, though it said it was deleted", safetext.Quote(account)).
		WithHint("remove the entries of %q in the desktop's password manager", service)
}

func strangeError(account, what string) error {
	return denied("the keyring has %s for %s", what, safetext.Quote(account)).
		WithHint("somebody else wrote it: sign in again to replace it")
}
