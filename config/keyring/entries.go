// Package keyring keeps credentials in the keyring of the operating system,
// and never takes its word for it: what was stored is read back, what was
// deleted is looked for, and whoever doesn't answer in time is left alone.
package keyring

import (
	"cmp"
	"context"
	"errors"
	"io/fs"

	keyring "github.com/zalando/go-keyring"

	"keyctl/client"
	"keyctl/internal/killpoint"
)

// usualService is what credentials are filed under.
const usualService = "keyctl"

// nobody is an account that isn't there. To look for it takes every step that
// a real one takes.
const nobody = "no account"

// longest is how much every keyring takes: Windows stops at 2,560 bytes, macOS
// near 2,900, once without saying so.
const longest = 2048

// Keyring is the keyring of the operating system (Secret Service, macOS
// Keychain, Windows Credential Manager). It never falls back to another place.
//
// A process has one session bus: the first that a Keyring finds.
type Keyring struct {
	Environment func(string) string // to find the session bus; nil is the process's own
	Person      bool                // somebody may be there to unlock it: wait up to 60 s instead of 3 s
	Waiting     func()              // is told once, after 3 s, when it waits longer; may be nil
	Service     string              // what the entries are filed under; "" is keyctl, for credentials

	limits limits // zero is as said; tests on slow machines, and those that wait on purpose, have others
}

func (k Keyring) service() string { return cmp.Or(k.Service, usualService) }

// Get gives the secret of an account. Where there is none, the error is
// [fs.ErrNotExist].
func (k Keyring) Get(ctx context.Context, account string) (client.Secret, error) {
	text, err := k.use(ctx, account, func() (string, error) { return keyring.Get(k.service(), account) })
	switch {
	case err != nil:
		return client.Secret{}, err
	case len(text) > longest:
		return client.Secret{}, strangeError(account, "more than a credential can be")
	case text == "":
		return client.Secret{}, strangeError(account, "an empty entry")
	}
	return client.NewSecret(text), nil
}

// Set stores the secret of an account, over the one that was there, and reads
// it back.
func (k Keyring) Set(ctx context.Context, account string, secret client.Secret) error {
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

// Check tells whether the keyring can be used now: it is there, answers and is
// unlocked. With a Person, a locked one asks to be unlocked.
func (k Keyring) Check(ctx context.Context) error {
	_, err := k.use(ctx, nobody, func() (string, error) { return keyring.Get(k.service(), nobody) })
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
