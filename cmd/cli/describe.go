package cli

import (
	"fmt"

	"keyctl/client"
)

// Describe names a key for a person: its name and its id.
func Describe(key client.Key) string {
	return fmt.Sprintf("%s (%s)", client.Quote(key.Name), client.Printable(key.ID))
}

func Offers(dialect client.Dialect, verb client.Verb) bool {
	_, offered := dialect.Actions[verb]
	return offered
}
