package custody

import (
	"context"
	"errors"
	"fmt"

	"keyctl/client"
	"keyctl/custody/journal"
)

// Create makes a key and brings its secret to all the sinks. The key that it
// gives exists, whatever the error says; its secret is given once it has arrived.
//
// The error has kind UnknownOutcome when a key may exist that is not surely
// ours. When a sink fails, the secret stays in the journal, and the error
// names the command that delivers it; where the journal keeps no secrets, the
// key is revoked.
func (c Custody) Create(ctx context.Context, order Order) (client.Created, error) {
	passage, err := c.obtain(ctx, order, journal.ForSinks)
	if passage == nil {
		return client.Created{}, err
	}
	defer passage.entry.Close()
	if passage.created.Secret.IsZero() {
		return passage.created, err
	}
	ctx, stop := grace(ctx)
	defer stop()
	if failed := passage.deliver(ctx, order); failed != nil {
		err = errors.Join(passage.broken(ctx, failed), err)
		return client.Created{Key: passage.created.Key, Receipt: passage.created.Receipt}, err
	}
	if erased := passage.entry.Erase(); erased != nil {
		c.Warn("the secret has arrived, but the journal cannot forget it: %s", erased)
	}
	return passage.created, err
}

// deliver lets the key be proved, and brings the secret to each sink.
func (p *passage) deliver(ctx context.Context, order Order) error {
	if order.Prove != nil {
		if err := order.Prove(ctx, p.created); err != nil {
			return fmt.Errorf("was not proved to work: %w", err)
		}
	}
	return deliver(ctx, p.entry, p.created, order.Sinks)
}
