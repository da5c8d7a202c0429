package custody

import (
	"context"
	"errors"
	"time"

	"keyctl/client"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
	"keyctl/internal/errs"
	"keyctl/internal/killpoint"
	"keyctl/internal/safetext"
)

// obtain makes the key. Without a passage nothing was made; one without a
// secret is pending, for its outcome is unknown or its secret is lost.
func (c Custody) obtain(ctx context.Context, order Order, purpose journal.Purpose) (*passage, error) {
	if err := Ready(ctx, order.Sinks); err != nil {
		return nil, NotBegun(err)
	}
	recipient, err := c.Recipient(ctx)
	if err != nil {
		return nil, NotBegun(err)
	}
	before, err := c.Client.Before(ctx, order.Draft.Name)
	if err != nil {
		return nil, err
	}
	entry, err := c.Journal.Begin(c.intent(order, purpose, recipient, before))
	if err != nil {
		return nil, NotBegun(err)
	}
	if c.Began != nil {
		c.Began(entry.ID)
	}
	p := &passage{Custody: c, entry: entry}
	p.created, err = c.Client.Create(ctx, order.Draft, before, p.receive)
	killpoint.At("custody: after the answer is understood")
	switch {
	case err != nil && errs.KindOf(err) != errs.UnknownOutcome:
		return nil, errors.Join(err, entry.Erase())
	case !p.created.Receipt && !entry.Answered:
	case !p.created.Receipt:
		if noted := entry.Disclaim(); noted != nil {
			c.Warn("the journal does not know that the key may not be ours: %s", noted)
		}
	default:
		if noted := entry.Receive(p.created.Key.ID); noted != nil {
			c.Warn("the journal does not know the new key %s: %s", safetext.Quote(p.created.Key.ID), noted)
		}
	}
	if p.created.Secret.IsZero() {
		err = p.unknown(ctx, err)
	}
	return p, err
}

// NotBegun adds to a failure before the create that nothing was created.
func NotBegun(err error) error {
	failure, ok := errors.AsType[*errs.Error](err)
	if !ok {
		return err
	}
	whole := *failure
	whole.What, whole.Cause = err.Error(), err // what is around it may say more
	return whole.Adding("; nothing was created")
}

// intent is what the journal keeps of an order.
func (c Custody) intent(order Order, purpose journal.Purpose, recipient identity.Recipient, before client.Before) journal.Intent {
	intent := journal.Intent{
		Purpose: purpose, Profile: c.Account.Profile, Console: c.Account.Console, Workspace: c.Account.Workspace,
		Origin: c.Client.Origin(), Name: order.Draft.Name, Begun: time.Now().UTC(),
		Before: before.IDs, BeforeKnown: before.Known,
		Recipient: recipient.Text, Place: string(recipient.Place), Credential: fingerprint(c.Client.Credential()),
	}
	for _, sink := range order.Sinks {
		intent.Sinks = append(intent.Sinks, sink.Name())
	}
	return intent
}
