package recover

import (
	"context"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/custody"
	"keyctl/custody/journal"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/output"
	"keyctl/output/plain"
)

// revokeEntry ends the key of an entry.
func revokeEntry(ctx context.Context, run *cli.Run, entry *journal.Entry, o recoverOptions) error {
	if err := run.Options().Check(output.ForList); err != nil {
		return err
	}
	if !o.yes {
		if err := cli.MayAsk(run, "recover --revoke"); err != nil {
			return err
		}
	}
	acct, err := openFor(ctx, run, entry)
	if err != nil {
		return err
	}
	defer acct.Close()
	key, err := keyOf(ctx, run, acct, entry, o.key)
	if err != nil {
		return err
	}
	if key.Prefix != "" && acct.IsSelf(key) {
		return errs.Errorf(errs.Conflict, "%s is the key this command is signed in with; nothing was revoked", key.Describe()).
			WithHint("`revoke --self` ends it, then `recover %s --forget`", entry.ID)
	}
	if !o.yes {
		if err := run.Terminal.Confirm(ctx, cli.Question(run, acct, custody.EndVerb(acct.Dialect()), []client.Key{key})); err != nil {
			return err
		}
	}
	if err := custody.EndOf(ctx, acct.Client, entry, key); err != nil {
		return err
	}
	run.Note("ended %s", key.Describe())
	key.Status = client.Revoked
	return plain.Quietly(cli.WriteKeys(run, run.Options(), acct, []client.Key{key}))
}

// keyOf finds the key that an entry is about: the one with the receipt, or the
// one that a person names among those that may be it.
func keyOf(ctx context.Context, run *cli.Run, acct *account.Account, entry *journal.Entry, named string) (client.Key, error) {
	id := entry.Key
	if named == "" {
		var err error
		if id, err = receiptOf(ctx, run, acct, entry); err != nil {
			return client.Key{}, err
		}
	}
	switch {
	case id != "" && named != "" && id != named:
		return client.Key{}, errs.Errorf(errs.Conflict, "the console answered the id %s to this create, not %s", safetext.Quote(id), safetext.Quote(named)).
			WithHint("leave --key-id out")
	case id == "" && named == "":
		return client.Key{}, errs.Errorf(errs.UnknownOutcome, "whether a key was made is unknown; nothing was revoked").
			WithHint("`recover %s` shows which keys it may be; `--key-id` names yours", entry.ID)
	case id == "":
		return candidate(ctx, acct, entry, named)
	}
	if key, listed, err := client.Find(acct.List(ctx), id); err != nil || listed {
		return key, err
	}
	return client.Key{ID: id, Name: entry.Name}, nil // it may be gone, or not be listed yet
}

// receiptOf gives the id that the console answered to an entry's create, "" for
// none. A command that died may have kept the answer and not noted the id in it:
// then the key has to be one that this create may have made, as far as the
// console's list tells.
func receiptOf(ctx context.Context, run *cli.Run, acct *account.Account, entry *journal.Entry) (string, error) {
	if entry.Key != "" || !entry.Sealed() || entry.Unclaimed {
		return entry.Key, nil
	}
	recovery, err := recovery(run, acct.Profile, entry)
	if err != nil {
		return "", err
	}
	answer, err := recovery.Answer(ctx)
	if err != nil {
		return "", err
	}
	created, _ := recovery.Dialect.Understand(answer.Status, answer.Raw)
	if !created.Receipt {
		return "", nil
	}
	found, err := acct.LookFor(ctx, soughtBy(entry))
	for _, key := range found {
		if key.ID == created.Key.ID {
			return key.ID, nil
		}
	}
	return "", err
}

// candidate gives the key with an id among those that may be the entry's.
func candidate(ctx context.Context, acct *account.Account, entry *journal.Entry, id string) (client.Key, error) {
	found, err := acct.LookFor(ctx, soughtBy(entry))
	if err != nil {
		return client.Key{}, err
	}
	for _, key := range found {
		if key.ID == id {
			return key, nil
		}
	}
	return client.Key{}, errs.Errorf(errs.NotFound, "%s is no key that this create may have made", safetext.Quote(id)).
		WithHint("`recover %s` shows which it may be", entry.ID)
}
