package cmd

import (
	"context"

	opener "filippo.io/age"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
)

// deliverEntry brings the secret of an entry to where it shall go.
func (a *app) deliverEntry(ctx context.Context, entry *journal.Entry, o recoverOptions) error {
	options := a.options()
	sinks, shown, err := a.sinksFor(options, o.to, o.force)
	if err != nil {
		return err
	}
	if err := a.checkCreatedFormat(options, shown); err != nil {
		return err
	}
	if err := a.nominally(entry); err != nil {
		return err
	}
	if shown {
		if err := a.refuseInLog(o.showSecret); err != nil {
			return err
		}
	}
	recovery, err := a.recovery(entry)
	if err != nil {
		return err
	}
	raw, err := recovery.Answer(ctx)
	if err != nil {
		return err
	}
	created := client.Created{Key: client.Key{ID: entry.Key, Name: entry.Name}, Secret: raw}
	if !o.raw {
		if created, err = recovery.Created(raw); err != nil {
			return err
		}
	}
	if err := recovery.Deliver(ctx, created, sinks); err != nil {
		return err
	}
	if shown {
		return nil
	}
	return a.tellCreated(options, created.Key, sinks)
}

// recovery opens what an entry keeps.
func (a *app) recovery(entry *journal.Entry) (custody.Recovery, error) {
	dialect, err := speak(a.profile)
	if err != nil {
		return custody.Recovery{}, err
	}
	keeper, err := a.identities()
	if err != nil {
		return custody.Recovery{}, err
	}
	keeper.Keyring = a.keyring() // somebody may be there to unlock it
	recovery := custody.Recovery{
		Entry: entry, Dialect: dialect, Register: a.register,
		Identity: func(ctx context.Context) (opener.Identity, error) {
			return keeper.Identity(ctx, identity.Recipient{Text: entry.Recipient, Place: identity.Place(entry.Place)})
		},
	}
	if offers(dialect, client.VerbSecret) {
		recovery.Again = func(ctx context.Context, id string) (client.Secret, error) {
			s, err := a.enterFor(ctx, entry)
			if err != nil {
				return client.Secret{}, err
			}
			defer s.close()
			return s.SecretAgain(ctx, id)
		}
	}
	return recovery, nil
}
