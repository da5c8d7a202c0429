package keys

import (
	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/cmd/cli"
)

// NewRename makes the command `rename`.
func NewRename(run *cli.Run) *cobra.Command {
	c := change{verb: client.VerbRename, done: "renamed to"}
	command := &cobra.Command{
		Use:               "rename KEY NAME",
		Short:             "give a key another name",
		Long:              "Give a key another name.\n\n" + cli.KeyHelp,
		Example:           run.Examples("  keyctl rename ci-pipeline ci-linux\n  keyctl rename --id 0c6f1a52-… ci-linux"),
		SuggestFor:        []string{"mv", "move", "name"},
		Args:              cli.Arguments(2, 2, "rename takes a KEY and its new NAME"),
		ValidArgsFunction: cli.KeyWords(run, client.VerbRename, 1, nil),
		RunE: func(command *cobra.Command, words []string) error {
			c.words, c.draft.Name = words[:1], words[1]
			return runChange(command.Context(), run, c)
		},
	}
	addChangeFlags(command, &c)
	return command
}
