package keys

import (
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/complete"
)

// NewScope makes the command `scope`.
func NewScope(run *cli.Run) *cobra.Command {
	c := change{verb: client.VerbScope, done: "set the scope of"}
	command := &cobra.Command{
		Use:               "scope KEY SCOPE…",
		Short:             "set what a key may be used for",
		Long:              "Set what a key may be used for; the scopes it had before are replaced.\nScopes are all, inference, kubernetes:all and kubernetes:NAMESPACE_ID.\n\n" + cli.KeyHelp,
		Example:           run.Examples("  keyctl scope ci-pipeline inference\n  keyctl scope deploy kubernetes:3f0c… kubernetes:9a1d…"),
		Args:              cli.Arguments(2, -1, "scope takes a KEY and one SCOPE or several"),
		ValidArgsFunction: cli.KeyWords(run, client.VerbScope, 1, complete.Others(func() []string { return cli.ScopeWords(run) })),
		RunE: func(command *cobra.Command, words []string) error {
			c.words, c.draft.Scopes = words[:1], cli.Scopes(strings.Split(strings.Join(words[1:], ","), ","))
			return runChange(command.Context(), run, c)
		},
	}
	addChangeFlags(command, &c)
	return command
}
