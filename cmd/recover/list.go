package recover

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"keyctl/account"
	"keyctl/cmd/cli"
	"keyctl/custody/journal"
	"keyctl/internal/safetext"
	"keyctl/internal/system"
	"keyctl/output"
	"keyctl/output/plain"
)

// pendingEntry is what `recover -o json` tells of an entry.
type pendingEntry struct {
	ID        string     `json:"id"`
	State     string     `json:"state"`
	Profile   string     `json:"profile"`
	Console   string     `json:"console"`
	Workspace *string    `json:"workspace"` // null is the account's own keys
	Origin    string     `json:"origin"`
	Name      string     `json:"name"`
	KeyID     *string    `json:"key_id"`
	Begun     *time.Time `json:"begun_at"`
	Sinks     []string   `json:"sinks"`
	Delivered []string   `json:"delivered"`
	Trouble   *string    `json:"trouble"`
}

func entryOf(found journal.Found) pendingEntry {
	entry := pendingEntry{
		ID: found.ID, State: stateOf(found), Profile: found.Profile, Console: found.Console, Origin: found.Origin,
		Name: found.Name, Sinks: append([]string{}, found.Sinks...), Delivered: append([]string{}, found.Delivered...),
	}
	if found.Key != "" {
		entry.KeyID = &found.Key
	}
	if !found.Begun.IsZero() {
		entry.Begun = new(found.Begun.UTC().Truncate(time.Second))
	}
	if found.Workspace != "" {
		entry.Workspace = &found.Workspace
	}
	if found.Trouble != nil {
		entry.Trouble = new(found.Trouble.Error())
	}
	return entry
}

// listPending shows what is pending.
func listPending(run *cli.Run) error {
	asJSON, err := run.PlainOutput("recover")
	if err != nil {
		return err
	}
	entries, err := account.Journal(run.Environment)
	if err != nil {
		return err
	}
	found, err := entries.Pending()
	if err != nil {
		return err
	}
	if run.Flags.Changed("profile") { // -p asks for that account's
		found = slices.DeleteFunc(found, func(one journal.Found) bool { return one.Trouble == nil && one.Profile != run.Settings.Profile })
	}
	if asJSON {
		all := []pendingEntry{}
		for _, one := range found {
			all = append(all, entryOf(one))
		}
		return plain.Quietly(plain.JSON(run.Out, all))
	}
	if len(found) == 0 {
		run.Note("nothing is pending")
		return nil
	}
	return plain.Quietly(writePending(run, found))
}

func writePending(run *cli.Run, found []journal.Found) error {
	table := tabwriter.NewWriter(run.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "ID\tSTATE\tNAME\tKEY\tPROFILE\tBEGUN\tFOR")
	for _, one := range found {
		if one.Trouble != nil {
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", safetext.Printable(one.ID), stateOf(one), safetext.Printable(one.Trouble.Error()))
			continue
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", one.ID, stateOf(one), cellOf(one.Name), cellOf(one.Key),
			cellOf(one.Profile), when(run, one.Begun), cellOf(sinksOf(one)))
	}
	return table.Flush()
}

// sinksOf tells where a secret was meant to go, and where it is already.
func sinksOf(found journal.Found) string {
	var sinks []string
	for _, name := range found.Sinks {
		if slices.Contains(found.Delivered, name) {
			name += " (has it)"
		}
		sinks = append(sinks, name)
	}
	return strings.Join(sinks, ", ")
}

// when is a time as the table shows it.
func when(run *cli.Run, at time.Time) string {
	if system.IsTerminal(run.Out) {
		return output.Relative(at, time.Now())
	}
	return at.UTC().Format(time.RFC3339)
}

func cellOf(text string) string {
	if text == "" {
		return "-"
	}
	return safetext.Printable(text)
}

// pendingWords completes the ids of what is pending.
func pendingWords(run *cli.Run) []string {
	entries, err := account.Journal(run.Environment)
	if err != nil {
		return nil
	}
	found, _ := entries.Pending()
	var words []string
	for _, one := range found {
		words = append(words, one.ID+"\t"+safetext.Printable(stateOf(one)+" "+one.Name))
	}
	return words
}
