package custody

import (
	"context"
	"errors"

	"keyctl/client"
	"keyctl/custody/journal"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// Lend makes a key for as long as use lasts, and ends it afterwards. The error
// of a key that was not ended is of kind UnknownOutcome or that of its console;
// its entry stays in the journal, and [Custody.Reap] ends it later. That is also
// what happens when this process dies.
func (c Custody) Lend(ctx context.Context, order Order, use func(client.Created) error) error {
	passage, err := c.obtain(ctx, order, journal.ForCommand)
	if passage == nil {
		return err
	}
	defer passage.entry.Close()
	if passage.created.Secret.IsZero() {
		return err
	}
	lendable := passage.created.Receipt // or else nobody could end it
	if lendable && err == nil && order.Prove != nil {
		err = order.Prove(ctx, passage.created)
	}
	if lendable && err == nil {
		err = use(passage.created)
	}
	// A key that goes on comes first: its hint says what is to be done.
	return errors.Join(passage.end(ctx), err)
}

// end ends a key that was lent.
func (p *passage) end(ctx context.Context) error {
	key := p.created.Key
	if !p.created.Receipt {
		return errs.Errorf(errs.UnknownOutcome, "the key that was made cannot be ended: its id is unknown").
			WithHint("`%s` looks for it", p.Command("recover "+p.entry.ID))
	}
	if _, err := End(context.WithoutCancel(ctx), p.Client, key, true); err != nil {
		return errs.Errorf(errs.KindOf(err), "the key %s could not be ended: %w", safetext.Quote(key.ID), err).About(key.ID).
			WithHint("`%s --revoke` ends it; the next `exec` tries that, too", p.Command("recover "+p.entry.ID))
	}
	if err := p.entry.Erase(); err != nil {
		p.Warn("the key has ended, but the journal cannot forget it: %s", err)
	}
	return nil
}
