package custody

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
	"keyctl/internal/killpoint"
	"keyctl/internal/shell"
)

// Custody takes new secrets from one account to where they are meant to go.
type Custody struct {
	Client  *client.Client
	Journal journal.Journal
	Account Account
	// Recipient gives what answers are sealed to; its zero value keeps none.
	Recipient func(context.Context) (identity.Recipient, error)
	// Check finds out whether what is sealed to a recipient can be opened, as far as
	// that asks nobody; nil is not asked.
	Check func(context.Context, identity.Recipient) error
	// Began is told the id of the journal's entry; nil isn't.
	Began func(id string)
	// Register blacks an answer out of all that is written from now on.
	Register func(raw client.Secret)
	// Warn tells what a person should know; the create goes on.
	Warn func(format string, values ...any)
	// Command puts the name of the program before the words of a command that a
	// person may run.
	Command func(words string) string
}

// Account says whose keys they are, for whoever finds an entry later.
type Account struct{ Profile, Console, Workspace string }

// Order is a new key that is wanted.
type Order struct {
	Draft client.Draft
	Sinks []Sink
	// Prove is asked about the key before any sink gets its secret; nil isn't.
	Prove func(context.Context, client.Created) error
}

// Create makes a key and brings its secret to all the sinks. The key that it
// gives exists, whatever the error says; its secret is given once it has arrived.
//
// The error has kind UnknownOutcome when a key may exist that can't be told to
// be ours. When a sink fails, the secret stays in the journal, and the error
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

// GraceTime is how long the sinks may still take once a signal has come.
const GraceTime = 10 * time.Second

// grace gives a context that ends some time after the other: a new secret isn't
// dropped because somebody is in a hurry.
func grace(ctx context.Context) (context.Context, func()) {
	longer, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	end := func() { cancel(context.Cause(ctx)) }
	unwatch := context.AfterFunc(ctx, func() { time.AfterFunc(GraceTime, end) })
	return longer, func() { unwatch(); cancel(nil) }
}

// passage is one secret on its way.
type passage struct {
	Custody
	entry   *journal.Entry
	created client.Created
	kept    bool // the answer is in the journal
}

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
	case err != nil && client.KindOf(err) != client.UnknownOutcome:
		return nil, errors.Join(err, entry.Erase())
	case !p.created.Receipt && !entry.Answered:
	case !p.created.Receipt:
		if noted := entry.Disclaim(); noted != nil {
			c.Warn("the journal does not know that the key may not be ours: %s", noted)
		}
	default:
		if noted := entry.Receive(p.created.Key.ID); noted != nil {
			c.Warn("the journal does not know the new key %s: %s", client.Quote(p.created.Key.ID), noted)
		}
	}
	if p.created.Secret.IsZero() {
		err = p.unknown(ctx, err)
	}
	return p, err
}

// NotBegun adds to a failure before the create that nothing was created.
func NotBegun(err error) error {
	failure, ok := errors.AsType[*client.Error](err)
	if !ok {
		return err
	}
	whole := *failure
	whole.What, whole.Cause = err.Error(), err // what is around it may say more
	return whole.Adding("; nothing was created")
}

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

// receive keeps the raw answer before anybody tries to understand it. Where
// that fails there is still the answer itself, which may arrive all the same.
func (p *passage) receive(status int, raw client.Secret) error {
	p.Register(raw)
	if err := p.entry.Seal(status, raw); err != nil {
		p.Warn("the answer is not kept: %s", err)
	}
	p.kept = p.entry.Sealed()
	return nil
}

// unknown completes the error of a create that gave no secret.
func (p *passage) unknown(ctx context.Context, err error) error {
	failure, ok := errors.AsType[*client.Error](err)
	if !ok {
		return err
	}
	entry := p.Command("recover " + p.entry.ID)
	switch {
	case p.entry.Key != "" && !p.kept:
		return p.giveUp(ctx, failure.Adding("; the journal keeps no secrets here"))
	case p.kept && p.entry.Key != "":
		return failure.WithHint("the answer is kept: `%s --raw --to KIND:PLACE` delivers it as it is, `%s --revoke` gives the key up", entry, entry)
	}
	return failure.WithHint("it was sent once; `%s` looks again, `%s --revoke --key-id KEY` ends a key that is yours", entry, entry)
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

// broken says what becomes of a secret that did not arrive.
func (p *passage) broken(ctx context.Context, failed error) error {
	key := p.created.Key
	e := client.Errorf(client.Failed, "the key %s was created, but its secret %w", client.Quote(key.ID), failed).About(key.ID)
	if !p.created.Receipt { // which key it is for isn't sure
		e = client.Errorf(client.UnknownOutcome, "a key named %s was created, but its secret %w", client.Quote(p.entry.Name), failed)
	}
	switch lost := p.unopenable(ctx); {
	case !p.kept:
		return p.giveUp(ctx, e.Adding("; the journal keeps no secrets here"))
	case lost != nil:
		return p.giveUp(ctx, e.Adding("; it is in the journal, but nobody can open that: %s", lost))
	}
	e = e.Adding("; it is safe in the journal")
	entry := p.Command("recover " + p.entry.ID)
	if !p.created.Receipt {
		return e.WithHint("`%s --to %s` delivers it", entry, p.left())
	}
	return e.WithHint("`%s --to %s` delivers it, `%s --revoke` gives the key up", entry, p.left(), entry)
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

// left names a place that has no secret yet, as it may be pasted into a shell,
// or says how one is written: of a command's words only the first is known here.
func (p *passage) left() string {
	for _, name := range p.entry.Sinks {
		command := strings.HasPrefix(name, "exec:")
		if slices.Contains(p.entry.Delivered, name) || command || strings.ContainsFunc(name, client.Hostile) || strings.Contains(name, "'") {
			continue
		}
		if !shell.Plain(name) || strings.Contains(name, " ") {
			name = "'" + name + "'"
		}
		return name
	}
	return "KIND:PLACE"
}
