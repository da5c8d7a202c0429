package cli

import (
	"fmt"

	"keyctl/client"
	"keyctl/internal/safetext"
)

// Describe names a key for a person: its name and its id.
func Describe(key client.Key) string {
	return fmt.Sprintf("%s (%s)", safetext.Quote(key.Name), safetext.Printable(key.ID))
}

func Offers(dialect client.Dialect, verb client.Verb) bool {
	_, offered := dialect.Actions[verb]
	return offered
}
