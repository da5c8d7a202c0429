package cmd

import (
	"os"
	"slices"

	"github.com/spf13/cobra"

	"keyctl/custody/journal"
)

// mentionPending tells in one line what earlier commands left behind. It costs
// one failed open where there never was a journal.
func (a *app) mentionPending(executed *cobra.Command) {
	quiet := []string{"recover", "help", "completion", "__complete", completeBashName} // they tell it themselves, or nobody reads it
	if a.unattended || !a.loaded || slices.Contains(quiet, executed.Name()) {
		return
	}
	folder := a.journalFolder()
	if folder == "" {
		return
	}
	if _, err := os.Lstat(folder); err != nil {
		return
	}
	found, err := journal.Journal{Folder: folder}.Pending()
	if err != nil {
		a.warn("%s", err)
		return
	}
	pending, unreadable := 0, 0
	for _, one := range found {
		switch {
		case one.Trouble != nil:
			unreadable++
		case !a.begun[one.ID]: // this command's own was told already
			pending++
		}
	}
	command := a.command("recover")
	switch {
	case pending == 1:
		a.warn("an earlier command left a new key pending: `%s` tells what became of it", command)
	case pending > 1:
		a.warn("earlier commands left %d new keys pending: `%s` tells what became of them", pending, command)
	case unreadable > 0:
		a.warn("the journal has entries that cannot be read: `%s` tells why", command)
	}
}

// stateOf is what an entry is, in a word or two.
func stateOf(found journal.Found) string {
	switch {
	case found.Trouble != nil:
		return "unreadable"
	case found.Purpose == journal.ForCommand && found.Key != "":
		return "to be ended"
	case found.Sealed() && found.Key != "":
		return "secret kept"
	case found.Sealed(): // it may be a page that tells of an error
		return "answer kept"
	case found.Key != "":
		return "secret lost"
	case found.Answered:
		return "answer lost"
	}
	return "outcome unknown"
}
