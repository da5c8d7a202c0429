package cmd

import (
	"context"
	"errors"

	"keyctl/client"
	"keyctl/custody/journal"
	"keyctl/output"
)

// soughtBy is what the journal knows of a key that may have been made.
func soughtBy(entry *journal.Entry) client.Sought {
	return client.Sought{Name: entry.Name, Since: entry.Begun, Before: client.Before{IDs: entry.Before, Known: entry.BeforeKnown}}
}

// lookAgain tells what is known of an entry, and where that isn't enough asks
// the console.
func (a *app) lookAgain(ctx context.Context, entry *journal.Entry) error {
	if err := a.options().Check(output.ForList); err != nil {
		return err
	}
	command := a.command("recover " + entry.ID)
	if entry.Sealed() && entry.Key != "" {
		a.tellKept(entry, command)
		return nil
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
		a.tellKept(entry, command)
		return nil
	}
	found, err := s.LookFor(ctx, soughtBy(entry))
	if err != nil {
		return err
	}
	if entry.Key != "" {
		return a.receiptAgain(s, entry, found, command)
	}
	e := client.Errorf(client.UnknownOutcome, "whether the key %s was created is unknown", client.Quote(entry.Name))
	if len(found) == 0 {
		e.What += "; no new key with that name is listed"
		return e.WithHint("a console may still make it: look again later; `%s --forget` ends the entry", command)
	}
	e.Keys = found
	return errors.Join(a.writeKeys(a.options(), found),
		e.WithHint("if one of these is yours, its secret is lost: `%s --revoke --key-id KEY` ends it; if none is, `%s --forget`", command, command))
}

func (a *app) tellKept(entry *journal.Entry, command string) {
	a.urge("the secret of %s is kept: `%s --to KIND:PLACE` delivers it, `%s --revoke` gives the key up", client.Quote(entry.Name), command, command)
}

// receiptAgain tells of a key that exists, or did, and whose secret wasn't kept.
func (a *app) receiptAgain(s *session, entry *journal.Entry, found []client.Key, command string) error {
	for _, key := range found {
		if key.ID == entry.Key {
			what := "its secret was not kept"
			if offers(s.Dialect(), client.VerbSecret) {
				what = "the console tells its secret again: `" + command + " --to KIND:PLACE` delivers it"
			}
			a.urge("the key exists, and %s; `%s --revoke` ends it", what, command)
			return a.writeKeys(a.options(), []client.Key{key})
		}
	}
	a.urge("the key %s is not listed any more: `%s --forget` ends the entry", client.Quote(entry.Key), command)
	return nil
}
