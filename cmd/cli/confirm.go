package cli

import (
	"fmt"
	"strings"

	"keyctl/account"
	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/output/plain"
)

// MayAsk refuses to begin what needs a yes where nobody can give one.
func MayAsk(r *Run, doing string) error {
	if r.Terminal.CanAsk() {
		return nil
	}
	return errs.Errorf(errs.Usage, "%s needs a yes, and there is no terminal to ask", doing).WithHint("add --yes")
}

// Question shows all that is needed to see whether these are the right keys to
// stop.
func Question(r *Run, of *account.Account, verb client.Verb, keys []client.Key) string {
	var text strings.Builder
	fmt.Fprintf(&text, "on %s (profile %s):\n", of.Place(), safetext.Printable(of.Profile.Name))
	for _, key := range keys {
		fmt.Fprintf(&text, "  %s, %s\n", key.Describe(), plain.Age(key))
	}
	fmt.Fprintf(&text, "%s %s? this is %s [y/N] ", verb, countKeys(len(keys)), consequence(r, of.Dialect(), verb))
	return text.String()
}

func countKeys(count int) string {
	if count == 1 {
		return "this key"
	}
	return fmt.Sprintf("these %d keys", count)
}

// Consequence says whether a verb can be undone.
func consequence(r *Run, dialect client.Dialect, verb client.Verb) string {
	action, _ := dialect.Action(verb)
	switch {
	case action.Undo != "" && dialect.Offered(client.VerbDelete):
		return fmt.Sprintf("reversible: `%s %s` undoes it, `%s delete` removes it for good", r.Name, action.Undo, r.Name)
	case action.Undo != "":
		return fmt.Sprintf("reversible: `%s %s` undoes it", r.Name, action.Undo)
	case action.Immediate:
		return "permanent and immediate"
	}
	return "permanent"
}
