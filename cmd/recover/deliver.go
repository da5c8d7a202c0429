package recover

import (
	"context"
	"slices"
	"strings"

	"filippo.io/age"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/cmd/stdout"
	"keyctl/config"
	"keyctl/custody"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// deliverEntry brings the secret of an entry to where it shall go.
func deliverEntry(ctx context.Context, run *cli.Run, entry *journal.Entry, o recoverOptions) error {
	options := run.Options()
	delivery, err := cli.DeliveryTo(run, options, o.to, o.force)
	if err != nil {
		return err
	}
	if err := cli.CheckFormat(run, options, delivery); err != nil {
		return err
	}
	profile, err := nominally(run, entry)
	if err != nil {
		return err
	}
	delivery = delivery.For(profile)
	if delivery.Shown {
		if err := stdout.RefuseInLog(run.System, profile.Sandbox, o.showSecret); err != nil {
			return err
		}
	}
	if err := custody.Ready(ctx, delivery.Sinks); err != nil {
		return err
	}
	recovery, err := recovery(run, profile, entry)
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
	if created, err = asListed(ctx, run, profile, entry, created); err != nil {
		return err
	}
	left := stillWithout(entry, delivery.Sinks)
	if err := recovery.Deliver(ctx, created, delivery.Sinks); err != nil {
		return err
	}
	if len(left) > 0 {
		run.Warn("the secret was meant for %s as well, which did not get it", safetext.Printable(strings.Join(left, ", ")))
	}
	if delivery.Shown {
		return nil
	}
	return cli.ShowDelivered(run, options, account.RowOf(profile, created.Key), delivery)
}

// asListed gives a new key as the console lists it now, or as it was when it was
// made. Where it works no more, somebody should know before its secret is used.
// Nobody is asked for another passphrase for that.
func asListed(ctx context.Context, run *cli.Run, profile config.Profile, entry *journal.Entry, created client.Created) (client.Created, error) {
	if profile.From == config.FromFile && run.Environment("KEYCTL_PASSPHRASE") == "" {
		return created, nil
	}
	acct, err := openFor(ctx, run, entry)
	if err != nil {
		run.Warn("whether the key still works is unknown: %s", safetext.Printable(err.Error()))
		return created, nil
	}
	defer acct.Close()
	if acct.Credential().Is(created.Secret) {
		return created, errs.Errorf(errs.Failed, "what the console answered as the new secret is the credential of this account").
			WithHint("`recover %s --revoke` gives the key up", entry.ID)
	}
	if created.Key.ID == "" {
		return created, nil // which key it is for is unknown
	}
	switch now, listed, err := client.Find(acct.List(ctx), created.Key.ID); {
	case err != nil:
		run.Warn("whether the key still works is unknown: %s", safetext.Printable(err.Error()))
	case !listed:
		run.Warn("the console does not list the key %s", safetext.Quote(created.Key.ID))
	case now.Ended():
		run.Warn("the key %s is %s", safetext.Quote(created.Key.ID), now.Status)
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
func recovery(run *cli.Run, profile config.Profile, entry *journal.Entry) (custody.Recovery, error) {
	opener := run.Opener()
	dialect, err := account.Dialect(profile)
	if err != nil {
		return custody.Recovery{}, err
	}
	keeper, err := opener.Identities(profile)
	if err != nil {
		return custody.Recovery{}, err
	}
	keeper.Keyring = opener.Keyring() // somebody may be there to unlock it
	recovery := custody.Recovery{
		Entry: entry, Dialect: dialect, Register: opener.RegisterAnswer,
		Identity: func(ctx context.Context) (age.Identity, error) {
			return keeper.Identity(ctx, identity.Recipient{Text: entry.Recipient, Place: identity.Place(entry.Place)})
		},
	}
	if dialect.Offered(client.VerbSecret) {
		recovery.Again = func(ctx context.Context, id string) (secrets.Secret, error) {
			acct, err := openFor(ctx, run, entry)
			if err != nil {
				return secrets.Secret{}, err
			}
			defer acct.Close()
			return acct.SecretAgain(ctx, id)
		}
	}
	return recovery, nil
}
