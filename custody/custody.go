package custody

import (
	"context"

	"keyctl/client"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
	"keyctl/internal/secrets"
)

// Custody takes new secrets from one account to where they are meant to go.
type Custody struct {
	Client  *client.Client
	Journal journal.Journal
	Account Account
	// Recipient gives what answers are sealed to; its zero value keeps none.
	Recipient func(context.Context) (identity.Recipient, error)
	// Check finds out whether what is sealed to a recipient can be opened, as far as
	// that asks nobody; nil is not called.
	Check func(context.Context, identity.Recipient) error
	// Began gets the id of the journal's entry, once there is one; nil is not called.
	Began func(id string)
	// Register blacks an answer out of all that is written from now on.
	Register func(raw secrets.Secret)
	// Warn reports what a person should know; the create goes on.
	Warn func(format string, values ...any)
	// Command puts the name of the program before the words of a command that a
	// person may run.
	Command func(words string) string
}

// Account says whose keys they are, for the reader of an entry later.
type Account struct{ Profile, Console, Workspace string }

// Order is a new key that is to be made, and where its secret goes.
type Order struct {
	Draft client.Draft
	Sinks []Sink
	// Prove is asked about the key before any sink gets its secret; nil is not called.
	Prove func(context.Context, client.Created) error
}
