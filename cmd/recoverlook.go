package cmd

import (
	"context"
	"errors"
	"fmt"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
)

// soughtBy is what the journal knows of a key that may have been made.
func soughtBy(entry *journal.Entry) client.Sought {
	return client.Sought{Name: entry.Name, Since: entry.Begun, Before: client.Before{IDs: entry.Before, Known: entry.BeforeKnown}}
}

// lookAgain tells what is known of an entry, and what the console lists of its
// key now.
func (a *app) lookAgain(ctx context.Context, entry *journal.Entry) error {
	asJSON, err := a.plainOutput("recover")
	if err != nil {
		return err
	}
	s, err := a.enterFor(ctx, entry)
	if err != nil {
		return a.unasked(asJSON, entry, err)
	}
	defer s.close()
	id, err := a.receiptOf(ctx, s, entry)
	if err != nil {
		a.warn("the answer that is kept cannot be read now: %s", client.Printable(err.Error()))
	}
	command := a.command("recover " + entry.ID)
	if id == "" {
		found, err := s.LookFor(ctx, soughtBy(entry))
		if err != nil {
			return a.unasked(asJSON, entry, err)
		}
		return errors.Join(a.showEntry(asJSON, entry, found), stillUnknown(asJSON, entry, found, command))
	}
	key, listed, err := find(ctx, s, id)
	if err != nil {
		return a.unasked(asJSON, entry, err)
	}
	a.noteReceipt(ctx, s, entry, key, listed, command)
	if !listed {
		return a.showEntry(asJSON, entry, nil)
	}
	return a.showEntry(asJSON, entry, []client.Key{key})
}

// unasked shows what the journal alone knows, when the console can't be asked.
func (a *app) unasked(asJSON bool, entry *journal.Entry, err error) error {
	if entry.Sealed() && entry.Key != "" {
		a.note("the secret is kept: `%s --to KIND:PLACE` delivers it", a.command("recover "+entry.ID))
	}
	return errors.Join(err, a.showEntry(asJSON, entry, nil))
}

// find looks for a key in the console's list.
func find(ctx context.Context, s *session, id string) (key client.Key, listed bool, err error) {
	for key, err := range s.List(ctx) {
		if err != nil || key.ID == id {
			return key, err == nil, err
		}
	}
	return client.Key{}, false, nil
}

// stillUnknown is what there is to say of a create that nobody knows the outcome
// of.
func stillUnknown(asJSON bool, entry *journal.Entry, found []client.Key, command string) error {
	e := client.Errorf(client.UnknownOutcome, "whether the key %s was created is unknown", client.Quote(entry.Name))
	if len(found) == 0 {
		e.What += "; no new key with that name is listed"
		return e.WithHint("a console may still make it: look again later; `%s --forget` ends the entry", command)
	}
	if asJSON {
		e.Keys = found // a person has just seen them
	}
	return e.WithHint("if one of these is yours and nobody has its secret, `%s --revoke --key-id KEY` ends it; if none is, `%s --forget` ends the entry", command, command)
}

// noteReceipt tells what can be done about a key that was made.
func (a *app) noteReceipt(ctx context.Context, s *session, entry *journal.Entry, key client.Key, listed bool, command string) {
	switch {
	case !listed && !custody.SameAccount(s.Client, entry.State):
		a.note("this account does not list the key, which was made with another credential: use that one")
	case !listed:
		a.note("the key is not listed: `%s --revoke` makes sure that it has ended", command)
	case key.Ended():
		a.note("the key has ended (%s): `%s --revoke` ends the entry, too", key.Status, command)
	case entry.Sealed() && a.unopenable(ctx, entry) != nil:
		a.note("the secret is kept, but nobody can open it: %s; `%s --revoke` gives the key up", client.Printable(a.unopenable(ctx, entry).Error()), command)
	case entry.Sealed():
		a.note("the secret is kept: `%s --to KIND:PLACE` delivers it, `%s --revoke` gives the key up", command, command)
	case offers(s.Dialect(), client.VerbSecret):
		a.note("the secret was not kept, but the console tells it again: `%s --to KIND:PLACE` delivers it, `%s --revoke` ends the key", command, command)
	default:
		a.note("the key exists, and its secret was not kept: `%s --revoke` ends it", command)
	}
}

// unopenable is why nobody will ever open what an entry keeps, nil where somebody
// may.
func (a *app) unopenable(ctx context.Context, entry *journal.Entry) error {
	keeper, err := a.identities()
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
func (a *app) showEntry(asJSON bool, entry *journal.Entry, keys []client.Key) error {
	found := journal.Found{State: entry.State}
	if asJSON {
		shown := lookedUp{pendingEntry: entryOf(found), Candidates: []string{}}
		for _, key := range keys {
			shown.Candidates = append(shown.Candidates, key.ID)
		}
		return quietly(writeJSON(a.system.Out, shown))
	}
	err := a.writePending([]journal.Found{found})
	if err == nil && len(keys) > 0 {
		_, _ = fmt.Fprintln(a.system.Out)
		err = a.writeKeys(a.options(), keys)
	}
	return quietly(err)
}

// lookedUp is what `recover ID -o json` tells.
type lookedUp struct {
	pendingEntry
	Candidates []string `json:"candidates"` // the ids of the listed keys that it may be about
}
