package cmd

import (
	"fmt"

	"keyctl/client"
)

// describe names a key for a person: its name and its id.
func describe(key client.Key) string {
	return fmt.Sprintf("%s (%s)", client.Quote(key.Name), client.Printable(key.ID))
}

func offers(dialect client.Dialect, verb client.Verb) bool {
	_, offered := dialect.Actions[verb]
	return offered
}
