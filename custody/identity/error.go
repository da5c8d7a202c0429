package identity

import (
	"errors"
	"io/fs"

	"filippo.io/age"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// refusal is what a keyring answered: where none was chosen, it is passed over.
type refusal struct{ error }

func (r *refusal) Unwrap() error { return r.error }

// cannotUseKeyring says it of the keyring that was chosen. The keyring's own
// hint is for signing in.
func cannotUseKeyring(err error) error {
	return errs.Errorf(errs.Denied, "the journal's identity cannot be kept in the keyring: %w", err).
		WithHint("unlock or start the keyring; or let KEYCTL_JOURNAL name another place: file, local or none")
}

// cannotReadKeyring says it of the identity that lies there.
func cannotReadKeyring(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return errs.Errorf(errs.Denied, "the identity that opens the journal cannot be read from the keyring: %w", err).
		WithHint("unlock or start the keyring, and try again; what is sealed stays as it is")
}

// errOther is the cause of an error about what is kept in an identity's place.
var errOther = errors.New("it is not the identity that was kept there")

// Lost reports whether an error of [Keeper.Check] or [Keeper.Identity] means that
// nobody opens what is sealed: the identity is gone, or another lies in its
// place. One that just can't be read now isn't lost.
func Lost(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, errOther) }

// missing says that an identity is gone, and what that means.
func missing(where string) error {
	return &errs.Error{
		Kind: errs.Denied, What: "the identity that opens the journal is gone: it was kept in " + where, Cause: fs.ErrNotExist,
		Hint: "restore it from a backup; without it nobody reads what is sealed: give the key up with `recover ID --revoke`",
	}
}

// belongs fails unless an identity, nil for none, is that of a recipient.
func belongs(where string, identity *age.X25519Identity, recipient string) (*age.X25519Identity, error) {
	switch {
	case identity == nil:
		return nil, &errs.Error{
			Kind: errs.Denied, What: "what is kept in " + where + " is no age identity", Cause: errOther,
			Hint: "somebody else wrote it: restore it from a backup; without it nobody reads what is sealed",
		}
	case identity.Recipient().String() != recipient:
		return nil, &errs.Error{
			Kind: errs.Denied, What: "the identity that is kept in " + where + " opens another journal than this one", Cause: errOther,
			Hint: "somebody replaced it: restore the one of " + safetext.Quote(recipient) + " from a backup; without it nobody reads what is sealed",
		}
	}
	return identity, nil
}

// readable refuses what lies where an identity should, and isn't one.
func readable(path string, identity *age.X25519Identity) (*age.X25519Identity, error) {
	if identity == nil {
		return nil, errs.Errorf(errs.Usage, "%s holds no age identity", atomicfile.Quote(path)).
			WithHint("look at what it is, and move it away")
	}
	return identity, nil
}

// asUsage makes an error of the file system one about how the program is set up.
func asUsage(err error) error {
	if failure, ok := errors.AsType[*errs.Error](err); ok && failure.Kind == errs.Failed {
		return failure.OfKind(errs.Usage)
	}
	return err
}
