package keys

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
)

const revokeHelp = `Stop keys now, in the strongest way that the console calls revoking: for good, or
where it can undo that, until they are enabled again; the question says which,
and there delete removes keys for good. All keys are found before the first is
revoked, and each end is confirmed by reading the list: exit 0 means that they
are revoked. A terminal is asked; without one, --yes is needed. The key that the
command is signed in with needs --self.

With --secret-stdin or --secret-file it is the key of a leaked secret that ends, and
always for good. The console is asked whether the secret works, and its list has to
tell which key it belongs to beyond doubt; otherwise nothing is changed. Afterwards
the secret is tried once more.

`

// NewRevoke makes the command `revoke`.
func NewRevoke(run *cli.Run) *cobra.Command {
	c := change{verb: client.VerbRevoke, done: "revoked"}
	stop := stopping{verb: c.verb, done: c.done}
	var given cli.GivenSecret
	command := &cobra.Command{
		Use:               "revoke [KEY…]",
		Short:             "stop keys now",
		Long:              revokeHelp + cli.KeyHelp,
		Example:           run.Examples("  keyctl revoke ci-pipeline\n  keyctl revoke --yes old-1 old-2\n  keyctl revoke --yes --id ak_abc123\n  keyctl revoke --yes --secret-stdin < leaked.txt"),
		SuggestFor:        []string{"kill", "stop", "invalidate"},
		Args:              revokeArguments(run, &given, &c),
		ValidArgsFunction: cli.KeyWords(run, client.VerbRevoke, -1, nil),
		RunE: func(command *cobra.Command, words []string) error {
			c.words = words
			stop.yes = stop.yes || c.dryRun
			c.ready = func(ctx context.Context, acct *account.Account, keys []client.Key) ([]client.Key, error) {
				return stop.ready(ctx, run, acct, keys)
			}
			if !stop.yes {
				c.check = func() error { return cli.MayAsk(run, "revoking") }
			}
			if given.Asked() {
				ofSecret(run, &c, &stop, given)
			}
			return runChange(command.Context(), run, c)
		},
	}
	addChangeFlags(command, &c)
	stop.addYesFlag(command)
	stop.addSelfFlag(command)
	cli.AddSecretFlags(run, command, &given)
	return command
}
