package keyring

import (
	"context"
	"errors"
	"io/fs"

	keyring "github.com/zalando/go-keyring"

	"keyctl/internal/killpoint"
	"keyctl/internal/secrets"
)

// nobody is an account that isn't there. To look for it takes every step that
// a real one takes.
const nobody = "no account"

// Get gives the secret of an account. Where there is none, the error is
// [fs.ErrNotExist].
func (k Keyring) Get(ctx context.Context, account string) (secrets.Secret, error) {
	text, err := k.use(ctx, account, func() (string, error) { return keyring.Get(k.service(), account) })
	switch {
	case err != nil:
		return secrets.Secret{}, err
	case len(text) > longest:
		return secrets.Secret{}, strangeError(account, "more than a credential can be")
	case text == "":
		return secrets.Secret{}, strangeError(account, "an empty entry")
	}
	return secrets.New(text), nil
}

// Set stores the secret of an account, over the one that was there, and reads
// it back.
func (k Keyring) Set(ctx context.Context, account string, secret secrets.Secret) error {
	text := secret.Reveal()
	if err := checkLength(len(text)); err != nil {
		return err
	}
	kept, err := k.use(ctx, account, func() (string, error) {
		killpoint.At("keyring: before it is set")
		err := keyring.Set(k.service(), account, text)
		killpoint.At("keyring: after it is set")
		if err != nil {
			return "", without(text, err)
		}
		kept, err := keyring.Get(k.service(), account)
		return kept, without(text, err)
	})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return notStoredError()
	case err == nil && kept != text:
		return otherValueError(k.service(), account)
	}
	return err
}

// Delete removes the secret of an account, and makes sure that it is gone.
// Where there is none, the error is [fs.ErrNotExist].
func (k Keyring) Delete(ctx context.Context, account string) error {
	_, err := k.use(ctx, account, func() (string, error) {
		if err := keyring.Delete(k.service(), account); err != nil {
			return "", err
		}
		switch _, err := keyring.Get(k.service(), account); {
		case err == nil:
			return "", stillThereError(k.service(), account)
		case !errors.Is(err, keyring.ErrNotFound):
			return "", err
		}
		return "", nil
	})
	return err
}

// Check fails unless the keyring can be used now: it is there, answers and is
// unlocked. With a Person, a locked one asks to be unlocked.
func (k Keyring) Check(ctx context.Context) error {
	_, err := k.use(ctx, nobody, func() (string, error) { return keyring.Get(k.service(), nobody) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
