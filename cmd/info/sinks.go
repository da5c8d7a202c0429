package info

import (
	"io"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/custody/sink"
	"keyctl/output/plain"
)

const sinksHelp = `Show the places that the secret of a new key can go to, what each needs, and how
it tells what arrived. Each place is looked at before a key is made. The secret is
put there exactly, without a line break.

file    replaces nothing without --force, and follows no symbolic link to the file;
        the folders above it may be links
env     adds or replaces one line; the last # ends the path. The file has to hold
        NAME=VALUE lines and comments only
exec    splits the words as a shell does, with '...', "..." and \, but no shell runs:
        nothing is expanded, and the secret is on the command's stdin only.
        What it prints is shown once it has ended. After a minute it is ended with its
        process group; what it started in a session of its own goes on`

// secretPlace is one kind of place for a secret.
type secretPlace struct {
	Kind  string  `json:"kind"`
	Place *string `json:"place"` // what stands behind the colon, null for nothing
	What  string  `json:"what"`
	Needs string  `json:"needs"`
	Can   *string `json:"can"` // how it tells what arrived, null where it doesn't
}

// NewSinks makes the command `sinks`.
func NewSinks(run *cli.Run) *cobra.Command {
	return &cobra.Command{
		Use:     "sinks",
		Short:   "show the places that a new secret can go to",
		Long:    sinksHelp,
		Example: run.Examples("  keyctl sinks\n  keyctl sinks -o json"),
		Args:    cli.Arguments(0, 0, "sinks takes no argument"),
		RunE:    func(*cobra.Command, []string) error { return runSinks(run) },
	}
}

func runSinks(run *cli.Run) error {
	asJSON, err := run.PlainOutput("sinks")
	if err != nil {
		return err
	}
	if asJSON {
		var places []secretPlace
		for _, kind := range sink.Kinds() {
			places = append(places, secretPlace{kind.Name, plain.Optional(kind.Place), kind.What, kind.Needs, plain.Optional(kind.Can)})
		}
		return plain.Quietly(plain.JSON(run.Out, places))
	}
	var rows [][]string
	for _, kind := range sink.Kinds() {
		rows = append(rows, []string{kind.Form(), kind.What}, []string{"", "needs " + kind.Needs})
		if kind.Can != "" {
			rows = append(rows, []string{"", "it " + kind.Can})
		}
	}
	_, err = io.WriteString(run.Out, plain.Tabulate(rows))
	return plain.Quietly(err)
}
