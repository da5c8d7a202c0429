package journal

import (
	"errors"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
)

// What a file can be that is not an entry of ours.
var (
	ErrForeign = errors.New("it is no entry of this journal")
	ErrNewer   = errors.New("a newer version of this program wrote it")
	ErrDamaged = errors.New("it is damaged")
)

// failed says what can't be done with the journal.
func failed(folder, verb string, err error) error {
	if already, ok := errors.AsType[*errs.Error](err); ok {
		return already
	}
	return errs.Errorf(errs.Failed, "cannot %s the journal in %s: %w", verb, atomicfile.Quote(folder), atomicfile.Reason(err)).
		WithHint("look at the disk that holds it, and who may write there; XDG_STATE_HOME chooses another place")
}

// unusable says which file it is that can't be an entry, and why.
func unusable(path string, err error) error {
	if failure, ok := errors.AsType[*errs.Error](err); ok {
		return failure
	}
	return errs.Errorf(errs.Failed, "cannot use %s: %w", atomicfile.Quote(path), err).
		WithHint("it is left as it is: a newer keyctl may be able to read it; `recover ID --forget` puts it aside")
}
