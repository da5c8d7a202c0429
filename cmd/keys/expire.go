package keys

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/complete"
)

// NewExpire makes the command `expire`.
func NewExpire(run *cli.Run) *cobra.Command {
	c := change{verb: client.VerbExpire, done: "set the expiry of"}
	command := &cobra.Command{
		Use:               "expire KEY WHEN",
		Short:             "set when a key ends",
		Long:              "Set when a key ends: 90d, 12h, 2w, 2027-01-31 (00:00 UTC), RFC 3339, or never.\nTo stop a key now, revoke it.\n\n" + cli.KeyHelp,
		Example:           run.Examples("  keyctl expire ci-pipeline 90d\n  keyctl expire ci-pipeline 2027-01-31\n  keyctl expire ci-pipeline never"),
		SuggestFor:        []string{"expiry", "renew", "extend"},
		Args:              cli.Arguments(2, 2, "expire takes a KEY and WHEN"),
		ValidArgsFunction: cli.KeyWords(run, client.VerbExpire, 1, complete.FirstWord(cli.Whens)),
		RunE: func(command *cobra.Command, words []string) error {
			expiry, err := client.ParseExpiry(words[1], time.Now())
			if err != nil {
				return err
			}
			c.words, c.draft.Expiry = words[:1], expiry
			if !expiry.Never {
				c.note = fmt.Sprintf(expiryNote, expiry.At.Format(time.RFC3339))
			}
			return runChange(command.Context(), run, c)
		},
	}
	addChangeFlags(command, &c)
	return command
}
