package cmd

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/config"
	"keyctl/config/file"
	"keyctl/consoles"
)

func (a *app) profiles() *cobra.Command {
	group := a.group("profile", "list, choose and remove profiles",
		"  keyctl profile list\n  keyctl profile use work\n  keyctl profile remove old")
	group.AddCommand(a.profileList(), a.profileUse(), a.profileRemove())
	return group
}

// profileLine is one profile as `profile list` tells it.
type profileLine struct {
	Name    string        `json:"name"`
	Current bool          `json:"current"`
	Console string        `json:"console"`
	BaseURL *string       `json:"base_url"` // null is the console's own
	From    config.Source `json:"from"`

	Workspace *string `json:"workspace"` // null is the account's own keys
}

func (a *app) profileList() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "list the profiles, the built-in ones too",
		Example: a.examples("  keyctl profile list\n  keyctl profile list -o json"),
		Args:    arguments(0, 0, "profile list takes flags only"),
		RunE:    func(*cobra.Command, []string) error { return a.runProfileList() },
	}
}

func (a *app) runProfileList() error {
	asJSON, err := a.plainOutput("profile list")
	if err != nil {
		return err
	}
	file, err := a.store().Read()
	if err != nil {
		return err
	}
	lines := profileLines(file)
	if asJSON {
		return quietly(writeJSON(a.system.Out, lines))
	}
	table := tabwriter.NewWriter(a.system.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "NAME\tCURRENT\tCONSOLE\tBASE URL\tCREDENTIAL FROM")
	for _, line := range lines {
		current, base := "-", "-"
		if line.Current {
			current = "yes"
		}
		if line.BaseURL != nil {
			base = client.Printable(*line.BaseURL)
		}
		console := client.Printable(line.Console)
		if line.Workspace != nil {
			console += " workspace " + *line.Workspace
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", line.Name, current, console, base, line.From)
	}
	return quietly(table.Flush())
}

func profileLines(file file.File) []profileLine {
	lines := []profileLine{}
	for _, name := range file.Names() {
		stored := file.Profiles[name]
		lines = append(lines, profileLine{name, name == file.Current, stored.Console, optional(stored.BaseURL), config.SourceOf(stored), optional(stored.Workspace)})
	}
	for _, name := range config.Sandboxes(consoles.Names()) {
		profile, _ := config.Sandbox(name, consoles.Names())
		lines = append(lines, profileLine{name, name == file.Current, profile.Console, nil, profile.From, nil})
	}
	return lines
}

func (a *app) profileUse() *cobra.Command {
	return &cobra.Command{
		Use:     "use NAME",
		Short:   "make a profile the one that commands use without -p",
		Example: a.examples("  keyctl profile use work\n  keyctl profile use sandbox"),
		Args:    arguments(1, 1, "profile use takes the NAME of a profile"),

		ValidArgsFunction: firstWord(a.profileNames),
		RunE:              func(c *cobra.Command, words []string) error { return a.runProfileUse(c.Context(), words[0]) },
	}
}

func (a *app) runProfileUse(ctx context.Context, name string) error {
	err := a.store().Update(ctx, func(file *file.File) error {
		if _, known := file.Profiles[name]; !known && !a.isSandbox(name) {
			return a.unknownProfile(name, *file)
		}
		file.Current = name
		return nil
	})
	if err != nil {
		return err
	}
	a.note("commands use the profile %s from now on", name)
	for _, variable := range []string{"KEYCTL_PROFILE", "KEYCTL_CONSOLE"} {
		if value := a.system.Environment(variable); value != "" && value != name {
			a.warn("%s in the environment comes before it", variable)
		}
	}
	return nil
}

func (a *app) isSandbox(name string) bool {
	_, is := config.Sandbox(name, consoles.Names())
	return is
}

// unknownProfile tells about a name that no profile has.
func (a *app) unknownProfile(name string, file file.File) error {
	return config.UnknownProfile(name, file, consoles.Names())
}
