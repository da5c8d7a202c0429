package cmd

import (
	"context"
	"slices"
	"strings"

	opener "filippo.io/age"

	"keyctl/client"
	"keyctl/config"
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
	if err := custody.Ready(ctx, sinks); err != nil {
		return err
	}
	recovery, err := a.recovery(entry)
	if err != nil {
		return err
	}
	answer, err := recovery.Answer(ctx)
	if err != nil {
		return err
	}
	created := client.Created{Key: client.Key{ID: entry.Key, Name: entry.Name}, Secret: answer.Raw}
	if !o.raw {
		if created, err = recovery.Created(answer); err != nil {
			return err
		}
	}
	if created, err = a.asListed(ctx, entry, created); err != nil {
		return err
	}
	left := stillWithout(entry, sinks)
	if err := recovery.Deliver(ctx, created, sinks); err != nil {
		return err
	}
	if len(left) > 0 {
		a.warn("the secret was meant for %s as well, which did not get it", client.Printable(strings.Join(left, ", ")))
	}
	if shown {
		return nil
	}
	return a.tellCreated(options, created.Key, sinks)
}

// asListed gives a new key as the console lists it now, or as it was when it was
// made. Where it works no more, somebody should know before its secret is used.
// Nobody is asked for another passphrase for that.
func (a *app) asListed(ctx context.Context, entry *journal.Entry, created client.Created) (client.Created, error) {
	if a.profile.From == config.FromFile && a.system.Environment("KEYCTL_PASSPHRASE") == "" {
		return created, nil
	}
	s, err := a.enterFor(ctx, entry)
	if err != nil {
		a.warn("whether the key still works is unknown: %s", client.Printable(err.Error()))
		return created, nil
	}
	defer s.close()
	if s.Credential().Is(created.Secret) {
		return created, client.Errorf(client.Failed, "what the console answered as the new secret is the credential of this account").
			WithHint("`recover %s --revoke` gives the key up", entry.ID)
	}
	if created.Key.ID == "" {
		return created, nil // which key it is for is unknown
	}
	switch now, listed, err := find(ctx, s, created.Key.ID); {
	case err != nil:
		a.warn("whether the key still works is unknown: %s", client.Printable(err.Error()))
	case !listed:
		a.warn("the console does not list the key %s", client.Quote(created.Key.ID))
	case now.Ended():
		a.warn("the key %s is %s", client.Quote(created.Key.ID), now.Status)
		created.Key = now
	default:
		created.Key = now
	}
	return created, nil
}

// stillWithout gives the places that a secret was meant for, which don't have it
// and don't get it now.
func stillWithout(entry *journal.Entry, sinks []custody.Sink) []string {
	return slices.DeleteFunc(slices.Clone(entry.Sinks), func(name string) bool {
		given := slices.ContainsFunc(sinks, func(one custody.Sink) bool { return one.Name() == name })
		return given || slices.Contains(entry.Delivered, name)
	})
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
