package custody

import (
	"context"
	"net/http"

	"filippo.io/age"

	"keyctl/client"
	"keyctl/custody/journal"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// Recovery brings a secret that an earlier command left in the journal to where
// it should have gone.
type Recovery struct {
	Entry    *journal.Entry
	Dialect  client.Dialect
	Identity func(context.Context) (age.Identity, error)
	Register func(raw secrets.Secret)
	// Again asks the console once more for the secret of a key; nil where there
	// is no way to.
	Again func(ctx context.Context, id string) (secrets.Secret, error)
}

// Answer is what a console answered to a create, or when it was asked again.
type Answer struct {
	Status int // of HTTP, 0 for unknown
	Raw    secrets.Secret
}

// Answer gives the console's answer, as it came.
func (r Recovery) Answer(ctx context.Context) (Answer, error) {
	answer, err := r.answer(ctx)
	if err == nil {
		r.Register(answer.Raw)
	}
	return answer, err
}

func (r Recovery) answer(ctx context.Context) (Answer, error) {
	again := r.Entry.Key != "" && r.Again != nil
	if r.Entry.Sealed() {
		raw, err := r.open(ctx)
		if err == nil || !again {
			return Answer{r.Entry.Status, raw}, err
		}
	}
	switch {
	case again:
		raw, err := r.Again(ctx, r.Entry.Key)
		return Answer{http.StatusOK, raw}, err
	case r.Entry.Answered:
		return Answer{}, errs.Errorf(errs.Failed, "the answer of the console was not kept: the journal keeps no secrets here").
			WithHint("`recover %s --revoke` ends the key", r.Entry.ID)
	}
	return Answer{}, errs.Errorf(errs.Failed, "the console never answered: there is no secret to deliver").
		WithHint("`recover %s` looks whether there is a new key", r.Entry.ID)
}

func (r Recovery) open(ctx context.Context) (secrets.Secret, error) {
	identity, err := r.Identity(ctx)
	if err != nil {
		return secrets.Secret{}, err
	}
	return r.Entry.Open(identity)
}

// Created reads the key and its secret out of the answer. What the journal
// knows of the key stands in for what the answer doesn't say.
func (r Recovery) Created(answer Answer) (client.Created, error) {
	created, err := r.Dialect.Understand(answer.Status, answer.Raw)
	if created.Key.ID == "" {
		created.Key.ID = r.Entry.Key
	}
	if created.Key.Name == "" {
		created.Key.Name = r.Entry.Name
	}
	if created.Secret.IsZero() {
		failure := errs.Errorf(errs.Failed, "no secret is recognised in the answer that is kept")
		if err != nil {
			failure = errs.Errorf(errs.Failed, "no secret is recognised in the answer that is kept: %w", err)
		}
		return created, failure.About(created.Key.ID).
			WithHint("`recover %s --raw --to KIND:PLACE` delivers the answer as it is", r.Entry.ID)
	}
	return created, nil
}

// Deliver brings a secret to sinks that are [Ready], and ends the entry. When one
// fails, the entry stays as it was.
func (r Recovery) Deliver(ctx context.Context, created client.Created, sinks []Sink) error {
	ctx, stop := grace(ctx)
	defer stop()
	if err := deliver(ctx, r.Entry, created, sinks); err != nil {
		return errs.Errorf(errs.Failed, "the secret %w; it is still in the journal", err).About(created.Key.ID).
			WithHint("mend that, and run the same command again")
	}
	return r.Entry.Erase()
}
