package keys

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/errs"
)

// stopping is what a verb after which keys stop working asks before it is carried
// out.
type stopping struct {
	verb client.Verb
	done string // the verb's past tense
	yes  bool   // nobody is asked
	self bool   // even the key that the command is signed in with
}

// addSelfFlag adds the flag that every such verb takes.
func (s *stopping) addSelfFlag(command *cobra.Command) {
	command.Flags().BoolVar(&s.self, "self", false, fmt.Sprintf("%s even the key that this command is signed in with", s.verb))
}

func (s *stopping) addYesFlag(command *cobra.Command) {
	command.Flags().BoolVarP(&s.yes, "yes", "y", false, "do not ask")
}

// ready leaves out the keys that are stopped already, refuses the one
// that is in use here, and asks about the rest.
func (s stopping) ready(ctx context.Context, run *cli.Run, acct *account.Account, keys []client.Key) ([]client.Key, error) {
	var left []client.Key
	action, _ := acct.Dialect().Action(s.verb)
	for _, key := range keys {
		switch {
		case s.isDone(action, key):
			run.Note("%s is %s already", key.Describe(), key.Status)
			continue
		case acct.IsSelf(key) && !s.self:
			return nil, ownKey(key, s.done)
		}
		left = append(left, key)
	}
	if s.yes || len(left) == 0 {
		return left, nil
	}
	return left, run.Terminal.Confirm(ctx, cli.Question(run, acct, s.verb, left))
}

// ownKey refuses to stop what the command itself needs.
func ownKey(key client.Key, done string) error {
	return errs.Errorf(errs.Conflict, "%s is the key this command is signed in with; nothing was %s", key.Describe(), done).
		About(key.ID).WithHint("add --self if you mean it: afterwards this credential does not work any more")
}

// isDone reports whether a key is as the verb would leave it. What is revoked
// can still be removed.
func (s stopping) isDone(action client.Action, key client.Key) bool {
	switch {
	case s.verb == client.VerbDelete:
		return false
	case key.Status == client.Disabled:
		return s.verb == client.VerbDisable || action.Undo != ""
	}
	return key.Status == client.Revoked
}
