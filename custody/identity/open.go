package identity

import (
	"context"
	"errors"
	"io/fs"

	"filippo.io/age"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// Identity gives what opens the journal that is sealed to a recipient, from the
// place that the recipient names. Only recovery needs it.
func (k Keeper) Identity(ctx context.Context, r Recipient) (age.Identity, error) {
	var from vault
	switch {
	case r.Place == InKeyring && k.Keyring != nil:
		from = keyringVault{k.Keyring}
	case r.Place == InFile:
		from = k.fileVault()
	case r.Place == Local:
		from = k.localVault()
	default:
		return nil, errs.Errorf(errs.Denied, "no identity that opens the journal is kept in %s", safetext.Quote(string(r.Place))).
			WithHint("it is kept in keyring, file or local")
	}
	identity, err := from.get(ctx, r.Text)
	if refused, ok := errors.AsType[*refusal](err); ok {
		err = cannotReadKeyring(refused.error)
	}
	if err != nil {
		return nil, err
	}
	return identity, nil
}

// Check finds out, without asking anybody, whether a recipient's identity can be
// read and belongs to it. It is not opened where that needs a person: then the
// file is looked at only.
func (k Keeper) Check(ctx context.Context, r Recipient) (opened bool, err error) {
	if r.Place == InFile && !k.HasPassphrase {
		_, err := k.fileVault().read()
		if errors.Is(err, fs.ErrNotExist) {
			err = missing(atomicfile.Quote(k.fileVault().file.Path))
		}
		return false, err
	}
	_, err = k.Identity(ctx, r)
	return err == nil, err
}
