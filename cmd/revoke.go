package cmd

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
)

const revokeHelp = `Stop keys now, for good where the console has nothing weaker. All keys are found
before the first is revoked, and each end is confirmed by reading the list: exit
0 means that they are revoked. A terminal is asked; without one, --yes is
needed. The key that the command is signed in with needs --self.

`

func (a *app) revoke() *cobra.Command {
	c := change{verb: client.VerbRevoke, done: "revoked"}
	var yes, self bool
	command := &cobra.Command{
		Use:               "revoke KEY…",
		Short:             "stop keys now",
		Long:              revokeHelp + keyHelp,
		Example:           a.examples("  keyctl revoke ci-pipeline\n  keyctl revoke --yes old-1 old-2\n  keyctl revoke --yes --id ak_abc123"),
		SuggestFor:        []string{"delete", "del", "rm", "remove", "kill", "stop"},
		Args:              arguments(1, -1, "revoke takes a KEY or several"),
		ValidArgsFunction: a.keyWords(client.VerbRevoke, -1, nil),
		RunE: func(command *cobra.Command, words []string) error {
			c.words = words
			c.ready = func(ctx context.Context, s *session, keys []client.Key) ([]client.Key, error) {
				return a.readyToRevoke(ctx, s, keys, self, yes || c.dryRun)
			}
			if !yes && !c.dryRun && !a.canAsk() {
				return client.Errorf(client.Usage, "revoking needs a yes, and there is no terminal to ask").WithHint("add --yes")
			}
			return a.run(command.Context(), c)
		},
	}
	addChangeFlags(command, &c)
	command.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	command.Flags().BoolVar(&self, "self", false, "revoke even the key that this command is signed in with")
	return command
}

// readyToRevoke leaves out the keys that are revoked already, refuses the one
// that is in use here, and asks about the rest.
func (a *app) readyToRevoke(ctx context.Context, s *session, keys []client.Key, self, yes bool) ([]client.Key, error) {
	var left []client.Key
	for _, key := range keys {
		switch {
		case key.Status == client.Revoked:
			a.note("%s is revoked already", describe(key))
			continue
		case s.IsSelf(key) && !self:
			e := client.Errorf(client.Conflict, "%s is the key this command is signed in with; nothing was revoked", describe(key))
			e.KeyID = key.ID
			return nil, e.WithHint("add --self if you mean it: afterwards this credential does not work any more")
		}
		left = append(left, key)
	}
	if yes || len(left) == 0 {
		return left, nil
	}
	return left, a.ask(ctx, question(a, s, left))
}

// question shows all that is needed to see whether these are the right keys.
func question(a *app, s *session, keys []client.Key) string {
	var text strings.Builder
	fmt.Fprintf(&text, "on %s (profile %s):\n", a.place(s), client.Printable(a.profile.Name))
	for _, key := range keys {
		fmt.Fprintf(&text, "  %s, %s\n", describe(key), age(key))
	}
	action, _ := s.Dialect().Action(client.VerbRevoke)
	fmt.Fprintf(&text, "revoke %s? this is %s [y/N] ", countKeys(len(keys)), action.Note)
	return text.String()
}

func countKeys(count int) string {
	if count == 1 {
		return "this key"
	}
	return fmt.Sprintf("these %d keys", count)
}
