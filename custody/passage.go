package custody

import (
	"context"

	"keyctl/client"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
	"keyctl/internal/secrets"
)

// passage is one secret on its way.
type passage struct {
	Custody
	entry   *journal.Entry
	created client.Created
	kept    bool // the answer is in the journal
}

// receive keeps the raw answer before anybody tries to understand it. Where
// that fails there is still the answer itself, which may arrive all the same.
func (p *passage) receive(status int, raw secrets.Secret) error {
	p.Register(raw)
	if err := p.entry.Seal(status, raw); err != nil {
		p.Warn("the answer is not kept: %s", err)
	}
	p.kept = p.entry.Sealed()
	return nil
}

// unopenable is why nobody will ever open what was sealed, nil where somebody
// may.
func (p *passage) unopenable(ctx context.Context) error {
	if !p.kept || p.Check == nil {
		return nil
	}
	err := p.Check(context.WithoutCancel(ctx), identity.Recipient{Text: p.entry.Recipient, Place: identity.Place(p.entry.Place)})
	if identity.Lost(err) {
		return err
	}
	return nil
}
