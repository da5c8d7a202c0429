package custody

import (
	"context"
	"time"

	"keyctl/client"
	"keyctl/internal/secrets"
)

// Sink is a place that a new secret goes to. One that can report what arrived is
// a [Readable] or a [Dated], too.
type Sink interface {
	// Name is how messages and the journal call the place, like "file:/run/key".
	// It shows nothing that must not be seen.
	Name() string
	// Ready fails unless the place can take a secret now. It leaves nothing
	// behind, and is asked before the key is made.
	Ready(ctx context.Context) error
	// Put brings the secret there, durably: when it returns nil, the secret
	// outlives the end of the process.
	Put(ctx context.Context, created client.Created) error
}

// Readable is a sink that gives back what it holds. What it gives after Put is
// compared with what was put.
type Readable interface {
	Read(ctx context.Context) (secrets.Secret, error)
}

// Dated is a sink that reports when it was last written, for places that never
// give a secret back.
type Dated interface {
	Written(ctx context.Context) (time.Time, error)
}
