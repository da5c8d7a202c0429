package account

import (
	"context"

	"keyctl/client/wire"
	"keyctl/config/keyring"
	"keyctl/custody"
	"keyctl/custody/identity"
	"keyctl/internal/secrets"
)

// secretService is what the secrets of new keys are filed under in the keyring,
// apart from the credentials of profiles.
const secretService = "keyctl-keys" //nolint:gosec // a name

// SecretKeyring is the keyring as the sink of that name uses it.
func (o Opener) SecretKeyring() keyring.Keyring {
	place := o.Keyring()
	place.Service = secretService
	return place
}

// Custody takes new secrets of an account to their sinks.
func (o Opener) Custody(opened *Account) (custody.Custody, error) {
	entries, err := Journal(o.Environment)
	if err != nil {
		return custody.Custody{}, err
	}
	profile := opened.Profile
	keeper, err := o.Identities(profile)
	return custody.Custody{
		Client: opened.Client, Journal: entries,
		Account:   custody.Account{Profile: profile.Name, Console: profile.Console, Workspace: profile.Options.Workspace},
		Recipient: func(ctx context.Context) (identity.Recipient, error) { return keeper.Recipient(ctx) },
		Check: func(ctx context.Context, r identity.Recipient) error {
			_, err := keeper.Check(ctx, r)
			return err
		},
		Began:    o.Began,
		Register: o.RegisterAnswer, Warn: o.Notes.Warn, Command: o.Command,
	}, err
}

// RegisterAnswer redacts a new secret from here on, before the answer that holds
// it is understood.
func (o Opener) RegisterAnswer(raw secrets.Secret) { wire.RegisterTexts(o.Redactor, raw) }
