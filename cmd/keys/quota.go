package keys

import (
	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/complete"
)

const quotaHelp = `Set how much a key may be used: a whole number in the console's own unit, or
unlimited. Exit 0 means that the console's list shows the new quota.

`

// NewQuota makes the command `quota`.
func NewQuota(run *cli.Run) *cobra.Command {
	c := change{verb: client.VerbQuota, done: "set the quota of"}
	command := &cobra.Command{
		Use:               "quota KEY N|unlimited",
		Short:             "set how much a key may be used",
		Long:              quotaHelp + cli.KeyHelp,
		Example:           run.Examples("  keyctl quota ci-pipeline 100000\n  keyctl quota ci-pipeline unlimited"),
		SuggestFor:        []string{"limit", "budget"},
		Args:              cli.Arguments(2, 2, "quota takes a KEY and a whole number or unlimited"),
		ValidArgsFunction: cli.KeyWords(run, client.VerbQuota, 1, complete.FirstWord(cli.Quotas)),
		RunE: func(command *cobra.Command, words []string) error {
			quota, err := client.ParseQuota(words[1])
			if err != nil {
				return err
			}
			c.words, c.draft.Quota, c.to = words[:1], quota, " to "+quota.String()
			return runChange(command.Context(), run, c)
		},
	}
	addChangeFlags(command, &c)
	return command
}
