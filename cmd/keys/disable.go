package keys

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
)

const disableHelp = `Stop keys until they are enabled again. Nobody is asked, because it can be
undone; afterwards a note says how. Each key is confirmed by reading the list: exit
0 means that they are disabled. The key that the command is signed in with needs
--self: it can't enable itself again.

`

// NewDisable makes the command `disable`.
func NewDisable(run *cli.Run) *cobra.Command {
	c := change{verb: client.VerbDisable, done: "disabled"}
	stop := stopping{verb: c.verb, done: c.done, yes: true}
	command := &cobra.Command{
		Use:               "disable KEY…",
		Short:             "stop keys until they are enabled again",
		Long:              disableHelp + cli.KeyHelp,
		Example:           run.Examples("  keyctl disable ci-pipeline\n  keyctl disable old-1 old-2 --dry-run"),
		SuggestFor:        []string{"deactivate", "suspend", "pause"},
		Args:              cli.Arguments(1, -1, "disable takes a KEY or several"),
		ValidArgsFunction: cli.KeyWords(run, client.VerbDisable, -1, nil),
		RunE: func(command *cobra.Command, words []string) error {
			c.words = words
			c.ready = func(ctx context.Context, acct *account.Account, keys []client.Key) ([]client.Key, error) {
				return stop.ready(ctx, run, acct, keys)
			}
			return runChange(command.Context(), run, c)
		},
	}
	addChangeFlags(command, &c)
	stop.addSelfFlag(command)
	return command
}
