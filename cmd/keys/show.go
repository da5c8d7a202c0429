package keys

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/complete"
	"keyctl/output"
	"keyctl/output/plain"
)

const showHelp = `Show everything that the console tells of a key, also what no other console has,
like a quota: in JSON and YAML that is the member details. Its secret isn't told.

`

// NewShow makes the command `show`.
func NewShow(run *cli.Run) *cobra.Command {
	var byID, everyone bool
	command := &cobra.Command{
		Use:               "show KEY",
		Short:             "show what is known of a key",
		Long:              showHelp + cli.KeyHelp,
		Example:           run.Examples("  keyctl show ci-pipeline\n  keyctl show --id ak_abc123 -o json"),
		SuggestFor:        []string{"get", "describe", "info", "view", "inspect"},
		Args:              cli.Arguments(1, 1, "show takes a KEY"),
		ValidArgsFunction: cli.KeyWords(run, client.VerbList, 1, nil),
		RunE:              func(c *cobra.Command, words []string) error { return runShow(c.Context(), run, words, byID, everyone) },
	}
	cli.AddIDFlag(command, &byID)
	cli.AddEveryoneFlag(command, &everyone)
	complete.SetFormats(command, output.Formats())
	return command
}

func runShow(ctx context.Context, run *cli.Run, words []string, byID, everyone bool) error {
	options := run.Options()
	if err := options.Check(output.ForKey); err != nil {
		return err
	}
	opener := run.Opener()
	opener.Everyone = everyone
	acct, err := run.OpenWith(ctx, opener)
	if err != nil {
		return err
	}
	defer acct.Close()
	keys, err := acct.Resolve(ctx, words, byID)
	if err != nil {
		return err
	}
	return plain.Quietly(output.WriteKey(run.Out, options, acct.Row(keys[0])))
}
