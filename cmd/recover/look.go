package recover

import (
	"context"
	"errors"
	"fmt"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/custody"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/output/plain"
)

// soughtBy is what the journal knows of a key that may have been made.
func soughtBy(entry *journal.Entry) client.Sought {
	return client.Sought{Name: entry.Name, Since: entry.Begun, Before: client.Before{IDs: entry.Before, Known: entry.BeforeKnown}}
}

// lookAgain tells what is known of an entry, and what the console lists of its
// key now.
func lookAgain(ctx context.Context, run *cli.Run, entry *journal.Entry) error {
	asJSON, err := run.PlainOutput("recover")
	if err != nil {
		return err
	}
	acct, err := openFor(ctx, run, entry)
	if err != nil {
		return unasked(run, asJSON, entry, err)
	}
	defer acct.Close()
	id, err := receiptOf(ctx, run, acct, entry)
	if err != nil {
		run.Warn("the answer that is kept cannot be read now: %s", safetext.Printable(err.Error()))
	}
	command := run.Command("recover " + entry.ID)
	if id == "" {
		found, err := acct.LookFor(ctx, soughtBy(entry))
		if err != nil {
			return unasked(run, asJSON, entry, err)
		}
		return errors.Join(showEntry(run, asJSON, entry, acct, found), stillUnknown(asJSON, entry, found, command))
	}
	key, listed, err := client.Find(acct.List(ctx), id)
	if err != nil {
		return unasked(run, asJSON, entry, err)
	}
	noteReceipt(ctx, run, acct, entry, key, listed, command)
	if !listed {
		return showEntry(run, asJSON, entry, acct, nil)
	}
	return showEntry(run, asJSON, entry, acct, []client.Key{key})
}

// unasked shows what the journal alone knows, when the console can't be asked.
func unasked(run *cli.Run, asJSON bool, entry *journal.Entry, err error) error {
	if entry.Sealed() && entry.Key != "" {
		run.Note("the secret is kept: `%s --to KIND:PLACE` delivers it", run.Command("recover "+entry.ID))
	}
	return errors.Join(err, showEntry(run, asJSON, entry, nil, nil))
}

// stillUnknown is what there is to say of a create that nobody knows the outcome
// of.
func stillUnknown(asJSON bool, entry *journal.Entry, found []client.Key, command string) error {
	e := errs.Errorf(errs.UnknownOutcome, "whether the key %s was created is unknown", safetext.Quote(entry.Name))
	if len(found) == 0 {
		return e.Adding("; no new key with that name is listed").
			WithHint("a console may still make it: look again later; `%s --forget` ends the entry", command)
	}
	if asJSON {
		e = client.WithCandidates(e, found) // a person has just seen them
	}
	return e.WithHint("if one of these is yours and nobody has its secret, `%s --revoke --key-id KEY` ends it; if none is, `%s --forget` ends the entry", command, command)
}

// noteReceipt tells what can be done about a key that was made.
func noteReceipt(ctx context.Context, run *cli.Run, acct *account.Account, entry *journal.Entry, key client.Key, listed bool, command string) {
	switch {
	case !listed && !custody.SameAccount(acct.Client, entry.State):
		run.Note("this account does not list the key, which was made with another credential: use that one")
	case !listed:
		run.Note("the key is not listed: `%s --revoke` makes sure that it has ended", command)
	case key.Ended():
		run.Note("the key has ended (%s): `%s --revoke` ends the entry, too", key.Status, command)
	case entry.Sealed() && unopenable(ctx, run, acct.Profile, entry) != nil:
		run.Note("the secret is kept, but nobody can open it: %s; `%s --revoke` gives the key up", safetext.Printable(unopenable(ctx, run, acct.Profile, entry).Error()), command)
	case entry.Sealed():
		run.Note("the secret is kept: `%s --to KIND:PLACE` delivers it, `%s --revoke` gives the key up", command, command)
	case acct.Dialect().Offered(client.VerbSecret):
		run.Note("the secret was not kept, but the console tells it again: `%s --to KIND:PLACE` delivers it, `%s --revoke` ends the key", command, command)
	default:
		run.Note("the key exists, and its secret was not kept: `%s --revoke` ends it", command)
	}
}

// unopenable is why nobody will ever open what an entry keeps, nil where somebody
// may.
func unopenable(ctx context.Context, run *cli.Run, profile config.Profile, entry *journal.Entry) error {
	keeper, err := run.Opener().Identities(profile)
	if err != nil {
		return nil //nolint:nilerr // it isn't known
	}
	if _, err = keeper.Check(ctx, identity.Recipient{Text: entry.Recipient, Place: identity.Place(entry.Place)}); identity.Lost(err) {
		return err
	}
	return nil
}

// showEntry shows an entry, and the keys that it may be about as the console
// lists them now.
func showEntry(run *cli.Run, asJSON bool, entry *journal.Entry, acct *account.Account, keys []client.Key) error {
	found := journal.Found{State: entry.State}
	if asJSON {
		shown := lookedUp{pendingEntry: entryOf(found), Candidates: []string{}}
		for _, key := range keys {
			shown.Candidates = append(shown.Candidates, key.ID)
		}
		return plain.Quietly(plain.JSON(run.Out, shown))
	}
	err := writePending(run, []journal.Found{found})
	if err == nil && len(keys) > 0 {
		_, _ = fmt.Fprintln(run.Out)
		err = cli.WriteKeys(run, run.Options(), acct, keys)
	}
	return plain.Quietly(err)
}

// lookedUp is what `recover ID -o json` tells.
type lookedUp struct {
	pendingEntry
	Candidates []string `json:"candidates"` // the ids of the listed keys that it may be about
}
