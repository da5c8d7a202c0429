package cmd

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/client"
)

const deleteHelp = `Remove keys for good, on consoles where revoking them can be undone. On the
others revoke is permanent, and there is no delete. All keys are found before the
first is removed, and each end is confirmed by reading the list: exit 0 means that
they are gone. A terminal is asked; without one, --yes is needed. The key that the
command is signed in with needs --self.

`

func (a *app) delete() *cobra.Command {
	c := change{verb: client.VerbDelete, done: "deleted"}
	stop := stop{verb: c.verb, done: c.done}
	command := &cobra.Command{
		Use:               "delete KEY…",
		Short:             "remove keys for good, where revoke can be undone",
		Long:              deleteHelp + keyHelp,
		Example:           a.examples("  keyctl delete ci-pipeline\n  keyctl delete --yes old-1 old-2"),
		SuggestFor:        []string{"rm", "remove", "del", "erase", "destroy"},
		Args:              arguments(1, -1, "delete takes a KEY or several"),
		ValidArgsFunction: a.keyWords(client.VerbDelete, -1, nil),
		RunE: func(command *cobra.Command, words []string) error {
			c.words = words
			stop.yes = stop.yes || c.dryRun
			c.ready = func(ctx context.Context, s *session, keys []client.Key) ([]client.Key, error) {
				return a.readyToStop(ctx, s, keys, stop)
			}
			if !stop.yes {
				c.check = func() error { return a.mayAsk("deleting") }
			}
			return a.run(command.Context(), c)
		},
	}
	addChangeFlags(command, &c)
	stop.addYesFlag(command)
	stop.addSelfFlag(command)
	return command
}
