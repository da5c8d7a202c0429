package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"keyctl/client"
	"keyctl/custody/journal"
)

// soughtBy is what the journal knows of a key that may have been made.
func soughtBy(entry *journal.Entry) client.Sought {
	return client.Sought{Name: entry.Name, Since: entry.Begun, Before: client.Before{IDs: entry.Before, Known: entry.BeforeKnown}}
}

// lookAgain tells what is known of an entry, and where that isn't enough asks
// the console.
func (a *app) lookAgain(ctx context.Context, entry *journal.Entry) error {
	asJSON, err := a.plainOutput("recover")
	if err != nil {
		return err
	}
	command := a.command("recover " + entry.ID)
	if entry.Sealed() && entry.Key != "" {
		return a.showKept(asJSON, entry, command)
	}
	s, err := a.enterFor(ctx, entry)
	if err != nil {
		return err
	}
	defer s.close()
	switch id, err := a.receiptOf(ctx, entry); {
	case err != nil:
		a.warn("the answer that is kept cannot be read now: %s", client.Printable(err.Error()))
	case id != "" && entry.Sealed():
		return a.showKept(asJSON, entry, command)
	}
	found, err := s.LookFor(ctx, soughtBy(entry))
	if err != nil {
		return err
	}
	if entry.Key != "" {
		found = slices.DeleteFunc(found, func(key client.Key) bool { return key.ID != entry.Key })
		a.noteReceipt(s, len(found) > 0, command)
		return a.showEntry(asJSON, entry, found)
	}
	return errors.Join(a.showEntry(asJSON, entry, found), stillUnknown(entry, found, command))
}

func (a *app) showKept(asJSON bool, entry *journal.Entry, command string) error {
	a.note("the secret is kept: `%s --to KIND:PLACE` delivers it, `%s --revoke` gives the key up", command, command)
	return a.showEntry(asJSON, entry, nil)
}

// stillUnknown is what there is to say of a create that nobody knows the outcome
// of.
func stillUnknown(entry *journal.Entry, found []client.Key, command string) error {
	e := client.Errorf(client.UnknownOutcome, "whether the key %s was created is unknown", client.Quote(entry.Name))
	if len(found) == 0 {
		e.What += "; no new key with that name is listed"
		return e.WithHint("a console may still make it: look again later; `%s --forget` ends the entry", command)
	}
	e.Keys = found
	return e.WithHint("if one of these is yours, its secret is lost: `%s --revoke --key-id KEY` ends it; if none is, `%s --forget`", command, command)
}

// noteReceipt tells what can be done about a key whose secret was not kept.
func (a *app) noteReceipt(s *session, listed bool, command string) {
	switch {
	case !listed:
		a.note("the key is not listed any more: `%s --forget` ends the entry", command)
	case offers(s.Dialect(), client.VerbSecret):
		a.note("the secret was not kept, but the console tells it again: `%s --to KIND:PLACE` delivers it, `%s --revoke` ends the key", command, command)
	default:
		a.note("the key exists, and its secret was not kept: `%s --revoke` ends it", command)
	}
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
