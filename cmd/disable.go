package cmd

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/client"
)

const disableHelp = `Stop keys until they are enabled again. Nobody is asked, because it can be
undone; afterwards a note says how. Each key is confirmed by reading the list: exit
0 means that they are disabled. The key that the command is signed in with needs
--self: it can't enable itself again.

`

func (a *app) disable() *cobra.Command {
	c := change{verb: client.VerbDisable, done: "disabled"}
	stop := stop{verb: c.verb, done: c.done, yes: true}
	command := &cobra.Command{
		Use:               "disable KEY…",
		Short:             "stop keys until they are enabled again",
		Long:              disableHelp + keyHelp,
		Example:           a.examples("  keyctl disable ci-pipeline\n  keyctl disable old-1 old-2 --dry-run"),
		SuggestFor:        []string{"deactivate", "suspend", "pause"},
		Args:              arguments(1, -1, "disable takes a KEY or several"),
		ValidArgsFunction: a.keyWords(client.VerbDisable, -1, nil),
		RunE: func(command *cobra.Command, words []string) error {
			c.words = words
			c.ready = func(ctx context.Context, s *session, keys []client.Key) ([]client.Key, error) {
				return a.readyToStop(ctx, s, keys, stop)
			}
			return a.run(command.Context(), c)
		},
	}
	addChangeFlags(command, &c)
	stop.addSelfFlag(command)
	return command
}
