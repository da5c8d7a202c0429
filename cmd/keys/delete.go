package keys

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
)

const deleteHelp = `Remove keys for good, on consoles where revoking them can be undone. On the
others revoke is permanent, and there is no delete. All keys are found before the
first is removed, and each end is confirmed by reading the list: exit 0 means that
they are gone. A terminal is asked; without one, --yes is needed. The key that the
command is signed in with needs --self.

`

// NewDelete makes the command `delete`.
func NewDelete(run *cli.Run) *cobra.Command {
	c := change{verb: client.VerbDelete, done: "deleted"}
	stop := stopping{verb: c.verb, done: c.done}
	command := &cobra.Command{
		Use:               "delete KEY…",
		Short:             "remove keys for good, where revoke can be undone",
		Long:              deleteHelp + cli.KeyHelp,
		Example:           run.Examples("  keyctl delete ci-pipeline\n  keyctl delete --yes old-1 old-2"),
		SuggestFor:        []string{"rm", "remove", "del", "erase", "destroy"},
		Args:              cli.Arguments(1, -1, "delete takes a KEY or several"),
		ValidArgsFunction: cli.KeyWords(run, client.VerbDelete, -1, nil),
		RunE: func(command *cobra.Command, words []string) error {
			c.words = words
			stop.yes = stop.yes || c.dryRun
			c.ready = func(ctx context.Context, acct *account.Account, keys []client.Key) ([]client.Key, error) {
				return stop.ready(ctx, run, acct, keys)
			}
			if !stop.yes {
				c.check = func() error { return cli.MayAsk(run, "deleting") }
			}
			return runChange(command.Context(), run, c)
		},
	}
	addChangeFlags(command, &c)
	stop.addYesFlag(command)
	stop.addSelfFlag(command)
	return command
}
