package cmd

import (
	"os"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/cmd/cli"
	"keyctl/custody/journal"
)

// mentionPending reports in one line what earlier commands left behind. It costs
// one failed open where there never was a journal.
func (p *program) mentionPending(executed *cobra.Command) {
	if p.Unattended() || !p.Loaded() || cli.SkipsPending(executed) {
		return
	}
	folder := account.JournalFolder(p.Environment)
	if folder == "" {
		return
	}
	if _, err := os.Lstat(folder); err != nil {
		return
	}
	found, err := journal.Journal{Folder: folder}.Pending()
	if err != nil {
		p.Warn("%s", err)
		return
	}
	pending, unreadable := 0, 0
	for _, one := range found {
		switch {
		case one.Trouble != nil:
			unreadable++
		case !p.Began(one.ID): // this command has reported its own
			pending++
		}
	}
	command := p.Command("recover")
	switch {
	case pending == 1:
		p.Warn("an earlier command left a new key pending: `%s` tells what became of it", command)
	case pending > 1:
		p.Warn("earlier commands left %d new keys pending: `%s` tells what became of them", pending, command)
	case unreadable > 0:
		p.Warn("the journal has entries that cannot be read: `%s` tells why", command)
	}
}
