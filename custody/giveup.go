package custody

import (
	"context"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// giveUp ends a key whose secret nobody will ever have. The console answered
// its id to this create: no other key is ended without a person's word.
func (p *passage) giveUp(ctx context.Context, e *errs.Error) error {
	key := p.created.Key
	if !p.created.Receipt {
		return e.Adding(", so it is lost, and whether the key is ours is unknown").
			WithHint("`%s` looks for the key", p.Command("recover "+p.entry.ID))
	}
	verb, err := End(context.WithoutCancel(ctx), p.Client, key, false)
	if err != nil {
		return e.Adding(", and the key could not be ended: %s", err).
			WithHint("`%s --revoke` ends it", p.Command("recover "+p.entry.ID))
	}
	if err := p.entry.Erase(); err != nil {
		p.Warn("the journal cannot forget the key %s: %s", safetext.Quote(key.ID), err)
	}
	// There is nothing unknown any more.
	return e.OfKind(errs.Failed).Adding(", so the key was ended again (%s)", verb).
		WithHint("see to the reason, then create another; with KEYCTL_JOURNAL=local the journal keeps secrets")
}
