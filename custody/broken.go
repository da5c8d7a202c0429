package custody

import (
	"context"
	"errors"
	"slices"
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/shell"
)

// unknown completes the error of a create that gave no secret.
func (p *passage) unknown(ctx context.Context, err error) error {
	failure, ok := errors.AsType[*errs.Error](err)
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

// broken says what becomes of a secret that did not arrive.
func (p *passage) broken(ctx context.Context, failed error) error {
	key := p.created.Key
	e := errs.Errorf(errs.Failed, "the key %s was created, but its secret %w", safetext.Quote(key.ID), failed).About(key.ID)
	if !p.created.Receipt { // which key it is for isn't sure
		e = errs.Errorf(errs.UnknownOutcome, "a key named %s was created, but its secret %w", safetext.Quote(p.entry.Name), failed)
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

// left names a place that has no secret yet, as it may be pasted into a shell,
// or says how one is written: of a command's words only the first is known here.
func (p *passage) left() string {
	for _, name := range p.entry.Sinks {
		command := strings.HasPrefix(name, "exec:")
		if slices.Contains(p.entry.Delivered, name) || command || strings.ContainsFunc(name, safetext.Hostile) || strings.Contains(name, "'") {
			continue
		}
		if !shell.Plain(name) || strings.Contains(name, " ") {
			name = "'" + name + "'"
		}
		return name
	}
	return "KIND:PLACE"
}
