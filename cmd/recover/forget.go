package recover

import (
	"context"

	"keyctl/cmd/cli"
	"keyctl/custody/journal"
	"keyctl/internal/safetext"
)

// forgetEntry ends an entry without doing anything about its key.
func forgetEntry(ctx context.Context, run *cli.Run, entries journal.Journal, id string, yes bool) error {
	if !yes {
		if err := cli.MayAsk(run, "recover --forget"); err != nil {
			return err
		}
	}
	found, err := entries.Pending()
	if err != nil {
		return err
	}
	for _, one := range found {
		if one.ID == id && one.Trouble != nil {
			path, err := entries.Aside(one)
			if err == nil {
				run.Note("it was put aside: %s", safetext.Printable(path))
			}
			return err
		}
	}
	entry, err := entries.Take(id)
	if err != nil {
		return err
	}
	defer entry.Close()
	if !yes {
		what := stateOf(journal.Found{State: entry.State})
		if err := run.Terminal.Confirm(ctx, "forget the key "+safetext.Quote(entry.Name)+" ("+what+")? what is kept of it is lost [y/N] "); err != nil {
			return err
		}
	}
	return entry.Erase()
}
