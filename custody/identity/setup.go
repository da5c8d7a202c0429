package identity

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"time"

	"filippo.io/age"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/filelock"
	"keyctl/internal/killpoint"
	"keyctl/internal/safetext"
)

// patience is how long is waited for others that set up: a keyring may take a
// few seconds to say no.
const patience = 15 * time.Second

// SetUp makes an identity, keeps it in a place and gives its recipient. Where
// there is one already, it is that one.
func (k Keeper) SetUp(ctx context.Context, place Place) (Recipient, error) {
	if k.Folder == "" {
		return Recipient{}, errs.Errorf(errs.Usage, "there is no place for the journal").
			WithHint("set HOME or XDG_STATE_HOME to an absolute path")
	}
	found, err := k.read(place)
	if err != nil || found != (Recipient{}) {
		return found, err
	}
	vault, err := k.ready(ctx, place)
	if err != nil {
		return Recipient{}, err
	}
	made, err := k.setUp(ctx, place, vault)
	if refused, ok := errors.AsType[*refusal](err); ok {
		err = cannotUseKeyring(refused.error)
	}
	return made, err
}

// ready gives the vault of a place once it is known that it can be used, and
// has asked whatever there is to be asked.
func (k Keeper) ready(ctx context.Context, place Place) (vault, error) {
	switch place {
	case InKeyring:
		if err := k.checkKeyring(ctx); err != nil {
			return nil, cannotUseKeyring(err)
		}
		return keyringVault{k.Keyring}, nil
	case InFile:
		return k.fileVault().asked(ctx)
	case Local:
		return k.localVault(), nil
	}
	return nil, errs.Errorf(errs.Usage, "no identity of the journal can be kept in %s", safetext.Quote(string(place))).
		WithHint("choose keyring, file or local")
}

// setUp does it while nobody else does. Whoever was first has made it for all;
// what one that was killed has left is taken on.
func (k Keeper) setUp(ctx context.Context, place Place, vault vault) (Recipient, error) {
	if err := atomicfile.Folder(k.Folder); err != nil {
		return Recipient{}, asUsage(err)
	}
	unlock, err := k.lock(ctx)
	if err != nil {
		return Recipient{}, err
	}
	defer unlock()
	killpoint.At("identity: with the lock")
	found, err := k.read(place)
	if err != nil || found != (Recipient{}) {
		return found, err
	}
	identity, err := vault.left(ctx)
	if err == nil && identity == nil {
		identity, err = keepNew(ctx, vault)
	}
	if err != nil {
		return Recipient{}, err
	}
	made := Recipient{Text: identity.Recipient().String(), Place: place}
	if err := k.write(made); err != nil {
		return Recipient{}, asUsage(err)
	}
	return made, nil
}

// keepNew makes an identity, keeps it and reads it back.
func keepNew(ctx context.Context, vault vault) (*age.X25519Identity, error) {
	made, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, errs.Errorf(errs.Failed, "cannot make an identity for the journal: %w", err).WithHint("try again")
	}
	if err := vault.put(ctx, made); err != nil {
		return nil, err
	}
	killpoint.At("identity: after it is kept")
	return vault.get(ctx, made.Recipient().String())
}

func (k Keeper) lock(ctx context.Context) (func(), error) {
	path, patience := filepath.Join(k.Folder, "identity.lock"), cmp.Or(k.patience, patience)
	unlock, err := filelock.Lock(ctx, path, patience)
	switch {
	case err == nil:
		return unlock, nil
	case ctx.Err() != nil:
		return nil, errs.Errorf(errs.Failed, "stopped while another keyctl was setting the journal up: %w", context.Cause(ctx)).
			WithHint("nothing was sent; try again")
	case errors.Is(err, filelock.ErrBusy):
		return nil, errs.Errorf(errs.Usage, "another keyctl has been setting the journal up for %s", patience).
			WithHint("wait for it or end it, then try again; it holds the lock on %s", atomicfile.Quote(path))
	}
	return nil, errs.Errorf(errs.Usage, "cannot lock %s: %w", atomicfile.Quote(path), atomicfile.Reason(err)).
		WithHint("look at what is there and who may write it; on a network disk without locks, set XDG_STATE_HOME to a local folder")
}
