package keys

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/errs"
)

const enableHelp = `Let keys work again that were disabled, or revoked where that can be undone. Each
key is confirmed by reading the list: exit 0 means that they are enabled. A key that
was revoked for good or has expired is refused, because enabling it helps nobody.

`

// NewEnable makes the command `enable`.
func NewEnable(run *cli.Run) *cobra.Command {
	c := change{verb: client.VerbEnable, done: "enabled"}
	command := &cobra.Command{
		Use:               "enable KEY…",
		Short:             "let disabled keys work again",
		Long:              enableHelp + cli.KeyHelp,
		Example:           run.Examples("  keyctl enable ci-pipeline\n  keyctl enable --id ak_abc123"),
		SuggestFor:        []string{"activate", "reenable", "re-enable", "restore", "resume", "unrevoke"},
		Args:              cli.Arguments(1, -1, "enable takes a KEY or several"),
		ValidArgsFunction: cli.KeyWords(run, client.VerbEnable, -1, nil),
		RunE: func(command *cobra.Command, words []string) error {
			c.words = words
			c.ready = func(_ context.Context, acct *account.Account, keys []client.Key) ([]client.Key, error) {
				return readyToEnable(run, acct.Dialect(), keys)
			}
			c.after = func(_ context.Context, acct *account.Account, results []client.Result) {
				stillOver(acct.Dialect(), results)
			}
			return runChange(command.Context(), run, c)
		},
	}
	addChangeFlags(command, &c)
	return command
}

// readyToEnable leaves out the keys that work already, and refuses those that
// would not work afterwards: what is disabled may have expired meanwhile.
func readyToEnable(run *cli.Run, dialect client.Dialect, keys []client.Key) ([]client.Key, error) {
	var left []client.Key
	for _, key := range keys {
		over := key.Status == client.Disabled && client.StatusAt(time.Now(), time.Time{}, key.ExpiresAt) == client.Expired
		if key.Ended() || over {
			return nil, uselessToEnable(dialect, key)
		}
		reported := !slices.Contains(key.Unknown, client.FieldStatus)
		if key.Status == client.Active && reported {
			run.Note("%s is enabled already", key.Describe())
			continue
		}
		left = append(left, key)
	}
	return left, nil
}

// stillOver makes a failure of each key that is enabled, and doesn't work all the
// same: its list says by then that it has expired.
func stillOver(dialect client.Dialect, results []client.Result) {
	for i, result := range results {
		if result.Err != nil || result.Key.Status != client.Expired {
			continue
		}
		results[i].Err = errs.Errorf(errs.Conflict, "%s is enabled, but it has expired, and does not work", result.Key.Describe()).
			About(result.Key.ID).WithHint("%s", hintWhenOver(dialect))
	}
}

// hintWhenOver says what helps where a key has expired.
func hintWhenOver(dialect client.Dialect) string {
	if dialect.Offered(client.VerbExpire) {
		return "set another end with `expire`"
	}
	return "create another key"
}

func uselessToEnable(dialect client.Dialect, key client.Key) error {
	status, hint := key.Status, "leave it out, or create another key"
	if status != client.Revoked {
		status = client.Expired
		if dialect.Offered(client.VerbExpire) {
			hint = "set another end with `expire`"
		}
	}
	return errs.Errorf(errs.Conflict, "%s is %s, and enabling it would not let it work; nothing was enabled", key.Describe(), status).
		About(key.ID).WithHint("%s", hint)
}
