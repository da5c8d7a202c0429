package cmd

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
)

// stop is what a verb after which keys work no more asks before it is carried
// out.
type stop struct {
	verb client.Verb
	done string // the verb's past
	yes  bool   // nobody is asked
	self bool   // even the key that the command is signed in with
}

// addSelfFlag adds the flag that every such verb takes.
func (s *stop) addSelfFlag(command *cobra.Command) {
	command.Flags().BoolVar(&s.self, "self", false, fmt.Sprintf("%s even the key that this command is signed in with", s.verb))
}

func (s *stop) addYesFlag(command *cobra.Command) {
	command.Flags().BoolVarP(&s.yes, "yes", "y", false, "do not ask")
}

// mayAsk refuses to begin what needs a yes where nobody can give one.
func (a *app) mayAsk(doing string) error {
	if a.canAsk() {
		return nil
	}
	return client.Errorf(client.Usage, "%s needs a yes, and there is no terminal to ask", doing).WithHint("add --yes")
}

// readyToStop leaves out the keys that are stopped already, refuses the one
// that is in use here, and asks about the rest.
func (a *app) readyToStop(ctx context.Context, s *session, keys []client.Key, stop stop) ([]client.Key, error) {
	var left []client.Key
	action, _ := s.Dialect().Action(stop.verb)
	for _, key := range keys {
		switch {
		case stop.isDone(action, key):
			a.note("%s is %s already", describe(key), key.Status)
			continue
		case s.IsSelf(key) && !stop.self:
			return nil, ownKey(key, stop.done)
		}
		left = append(left, key)
	}
	if stop.yes || len(left) == 0 {
		return left, nil
	}
	return left, a.ask(ctx, question(a, s, stop.verb, left))
}

// ownKey refuses to stop what the command itself needs.
func ownKey(key client.Key, done string) error {
	e := client.Errorf(client.Conflict, "%s is the key this command is signed in with; nothing was %s", describe(key), done)
	e.KeyID = key.ID
	return e.WithHint("add --self if you mean it: afterwards this credential does not work any more")
}

// isDone reports whether a key is as the verb would leave it. What is revoked
// can still be removed.
func (s stop) isDone(action client.Action, key client.Key) bool {
	switch {
	case s.verb == client.VerbDelete:
		return false
	case key.Status == client.Disabled:
		return s.verb == client.VerbDisable || action.Undo != ""
	}
	return key.Status == client.Revoked
}

// question shows all that is needed to see whether these are the right keys.
func question(a *app, s *session, verb client.Verb, keys []client.Key) string {
	var text strings.Builder
	fmt.Fprintf(&text, "on %s (profile %s):\n", a.place(s), client.Printable(a.profile.Name))
	for _, key := range keys {
		fmt.Fprintf(&text, "  %s, %s\n", describe(key), age(key))
	}
	fmt.Fprintf(&text, "%s %s? this is %s [y/N] ", verb, countKeys(len(keys)), a.consequence(s.Dialect(), verb))
	return text.String()
}

func countKeys(count int) string {
	if count == 1 {
		return "this key"
	}
	return fmt.Sprintf("these %d keys", count)
}

// consequence tells whether there is a way back.
func (a *app) consequence(dialect client.Dialect, verb client.Verb) string {
	action, _ := dialect.Action(verb)
	switch {
	case action.Undo != "" && offers(dialect, client.VerbDelete):
		return fmt.Sprintf("reversible: `%s %s` undoes it, `%s delete` removes it for good", a.name, action.Undo, a.name)
	case action.Undo != "":
		return fmt.Sprintf("reversible: `%s %s` undoes it", a.name, action.Undo)
	case strings.HasPrefix(action.Note, "permanent"):
		note, _, _ := strings.Cut(action.Note, ";")
		return note
	}
	return "permanent"
}

func offers(dialect client.Dialect, verb client.Verb) bool {
	_, offered := dialect.Actions[verb]
	return offered
}
