package identity

import (
	"context"
	"errors"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
)

// Recipient gives to whom the journal is sealed. That costs the reading of one
// small file; the first time, an identity is set up. Without a choice it is a
// place that needs nobody to answer, or nobody.
func (k Keeper) Recipient(ctx context.Context) (Recipient, error) {
	found, err := k.Found()
	switch {
	case err == nil && found.Place != InKeyring && found != Recipient{}:
		return found, k.stillThere(found)
	case err != nil, found != Recipient{}, k.Choice == Nowhere:
		return found, err
	case k.Choice != "":
		return k.SetUp(ctx, k.Choice)
	case k.Folder == "":
		return Recipient{}, nil
	}
	return k.findPlace(ctx)
}

// stillThere fails when the file of an identity is gone or another's, as far as
// can be seen without asking anybody. The keyring isn't asked for every create.
func (k Keeper) stillThere(r Recipient) error {
	k.HasPassphrase = false
	if _, err := k.Check(context.Background(), r); err != nil {
		if failure, ok := errors.AsType[*errs.Error](err); ok && Lost(err) {
			return failure.WithHint("restore it from a backup, or move %s away: the next create then sets up another", atomicfile.Quote(k.recipientPath(r.Place)))
		}
		return err
	}
	return nil
}

// Found gives the recipient that is set up already, the zero one for none.
func (k Keeper) Found() (Recipient, error) {
	places := []Place{k.Choice}
	switch k.Choice {
	case "":
		places = []Place{InKeyring, InFile}
	case Nowhere:
		places = nil
	}
	for _, place := range places {
		if found, err := k.read(place); err != nil || found != (Recipient{}) {
			return found, err
		}
	}
	return Recipient{}, nil
}

// Next gives where [Keeper.Recipient] would set up an identity now, Nowhere for
// no place. It sets up nothing; what stands in the way of the place that was
// chosen is the error.
func (k Keeper) Next(ctx context.Context) (Place, error) {
	switch {
	case k.Choice == InKeyring:
		_, err := k.ready(ctx, InKeyring)
		return k.Choice, err
	case k.Choice != "":
		return k.Choice, nil
	case k.Folder == "":
		return Nowhere, nil
	case k.checkKeyring(ctx) == nil:
		return InKeyring, nil
	case k.HasPassphrase:
		return InFile, nil
	}
	return Nowhere, nil
}

// findPlace sets up an identity where that needs nobody to answer. A keyring
// that can be read, but takes nothing, is passed over too.
func (k Keeper) findPlace(ctx context.Context) (Recipient, error) {
	if k.checkKeyring(ctx) == nil {
		made, err := k.setUp(ctx, InKeyring, keyringVault{k.Keyring})
		if _, refused := errors.AsType[*refusal](err); !refused {
			return made, err
		}
	}
	switch {
	case ctx.Err() != nil:
		return Recipient{}, errs.Errorf(errs.Failed, "stopped while looking for a place that can open the journal: %w", context.Cause(ctx)).
			WithHint("nothing was sent; try again")
	case k.HasPassphrase:
		return k.SetUp(ctx, InFile)
	}
	return Recipient{}, nil
}
