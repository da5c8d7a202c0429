package signin

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/config/file"
	"keyctl/consoles"
	"keyctl/internal/complete"
	"keyctl/internal/safetext"
	"keyctl/output/plain"
)

// NewProfile makes the command `profile`.
func NewProfile(run *cli.Run) *cobra.Command {
	group := &cobra.Command{
		Use:     "profile",
		Short:   "list, choose and remove profiles",
		Example: run.Examples("  keyctl profile list\n  keyctl profile use work\n  keyctl profile remove old"),
		Args:    cobra.ArbitraryArgs, // an unknown one of its commands is refused by the root
	}
	group.AddCommand(newProfileList(run), newProfileUse(run), newProfileRemove(run))
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

// newProfileList makes the command `profile list`.
func newProfileList(run *cli.Run) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "list the profiles, the built-in ones too",
		Example: run.Examples("  keyctl profile list\n  keyctl profile list -o json"),
		Args:    cli.Arguments(0, 0, "profile list takes flags only"),
		RunE:    func(*cobra.Command, []string) error { return runProfileList(run) },
	}
}

func runProfileList(run *cli.Run) error {
	asJSON, err := run.PlainOutput("profile list")
	if err != nil {
		return err
	}
	profiles, err := run.Opener().Store().Read()
	if err != nil {
		return err
	}
	lines := profileLines(profiles)
	if asJSON {
		return plain.Quietly(plain.JSON(run.Out, lines))
	}
	table := tabwriter.NewWriter(run.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "NAME\tCURRENT\tCONSOLE\tBASE URL\tCREDENTIAL FROM")
	for _, line := range lines {
		current, base := "-", "-"
		if line.Current {
			current = "yes"
		}
		if line.BaseURL != nil {
			base = safetext.Printable(*line.BaseURL)
		}
		console := safetext.Printable(line.Console)
		if line.Workspace != nil {
			console += " workspace " + *line.Workspace
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", line.Name, current, console, base, line.From)
	}
	return plain.Quietly(table.Flush())
}

func profileLines(profiles file.File) []profileLine {
	lines := []profileLine{}
	for _, name := range profiles.Names() {
		stored := profiles.Profiles[name]
		lines = append(lines, profileLine{name, name == profiles.Current, stored.Console, plain.Optional(stored.BaseURL), config.SourceOf(stored), plain.Optional(stored.Workspace)})
	}
	for _, name := range config.Sandboxes(consoles.Names()) {
		profile, _ := config.Sandbox(name, consoles.Names())
		lines = append(lines, profileLine{name, name == profiles.Current, profile.Console, nil, profile.From, nil})
	}
	return lines
}

// newProfileUse makes the command `profile use`.
func newProfileUse(run *cli.Run) *cobra.Command {
	return &cobra.Command{
		Use:     "use NAME",
		Short:   "make a profile the one that commands use without -p",
		Example: run.Examples("  keyctl profile use work\n  keyctl profile use sandbox"),
		Args:    cli.Arguments(1, 1, "profile use takes the NAME of a profile"),

		ValidArgsFunction: complete.FirstWord(func() []string { return cli.ProfileNames(run) }),
		RunE:              func(c *cobra.Command, words []string) error { return runProfileUse(c.Context(), run, words[0]) },
	}
}

func runProfileUse(ctx context.Context, run *cli.Run, name string) error {
	err := run.Opener().Store().Update(ctx, func(profiles *file.File) error {
		if _, known := profiles.Profiles[name]; !known && !isSandbox(name) {
			return unknownProfile(name, *profiles)
		}
		profiles.Current = name
		return nil
	})
	if err != nil {
		return err
	}
	run.Note("commands use the profile %s from now on", name)
	for _, variable := range []string{"KEYCTL_PROFILE", "KEYCTL_CONSOLE"} {
		if value := run.Environment(variable); value != "" && value != name {
			run.Warn("%s in the environment comes before it", variable)
		}
	}
	return nil
}

func isSandbox(name string) bool {
	_, is := config.Sandbox(name, consoles.Names())
	return is
}

// unknownProfile tells about a name that no profile has.
func unknownProfile(name string, profiles file.File) error {
	return config.UnknownProfile(name, profiles, consoles.Names())
}
