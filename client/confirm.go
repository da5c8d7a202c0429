package client

import (
	"context"
	"errors"
	"slices"
	"time"

	"keyctl/internal/errs"
)

// Result is what became of one key of a change.
type Result struct {
	Key Key // as the console lists it afterwards; as it was, when it is gone or failed
	Err error

	taken bool // the console answered with success
}

func (r *Result) send(change func() error) {
	r.Err = change()
	r.taken = r.Err == nil
}

// lookUntil looks whether a change is there until it has seen enough, three
// times at most: a console may need a moment before its list tells. Once
// ctx ends the list can't be read any more, which settles what is open.
func lookUntil(ctx context.Context, waiting func(bool), enough func() bool) {
	for _, pause := range []time.Duration{0, 500 * time.Millisecond, 1500 * time.Millisecond} {
		waiting(true)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
		waiting(false)
		if enough() {
			return
		}
	}
}

// confirm looks into the list for what was changed, and settles those of the
// results.
func (w wished) confirm(ctx context.Context, c *Client, results []Result, those []int) {
	if !slices.ContainsFunc(those, func(i int) bool { return results[i].unsettled() }) {
		return
	}
	lookUntil(ctx, c.waiting, func() bool {
		listed, err := w.lookUp(ctx, c, results)
		settled := true
		for _, i := range those {
			if results[i].settle(w, listed, err) {
				settled = false
			}
		}
		return settled
	})
}

// unsettled reports whether the list can tell more about a result.
func (r *Result) unsettled() bool {
	return r.Err == nil || slices.Contains([]errs.Kind{errs.UnknownOutcome, errs.NotFound, errs.Conflict}, errs.KindOf(r.Err))
}

// lookUp reads the list and gives those of its keys that are in the results.
func (w wished) lookUp(ctx context.Context, c *Client, results []Result) (map[string]Key, error) {
	listed := make(map[string]Key, len(results))
	for key, err := range c.List(ctx) {
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(results, func(r Result) bool { return r.Key.ID == key.ID }) {
			continue
		}
		// Of a key that is listed twice, the row counts that isn't as wished.
		if before, twice := listed[key.ID]; !twice || w.happened(before, true, true, true) {
			listed[key.ID] = key
		}
	}
	return listed, nil
}

// settle compares a result with what is listed, and reports whether another
// look could tell more.
func (r *Result) settle(wished wished, listed map[string]Key, listErr error) bool {
	if listErr != nil {
		if r.Err == nil {
			r.Err = errs.Errorf(errs.UnknownOutcome, "the console took it, but that cannot be confirmed: %w", listErr).
				WithHint("`list` shows what has become of it")
		}
		return false
	}
	key, isListed := listed[r.Key.ID]
	if wished.happened(key, isListed, r.taken, r.known()) {
		r.Err = nil
		if isListed {
			r.Key = key
		} else {
			r.Key.Status = Revoked // gone from the list is how some consoles show it, and what a delete does
		}
		return false
	}
	if r.Err == nil {
		r.Err = errs.Errorf(errs.UnknownOutcome, "the console took it, but its list does not show it").
			WithHint("look again with `show`")
	}
	if missing, ok := errors.AsType[*errs.Error](r.Err); ok && missing.Kind == errs.NotFound && isListed && wished.action.Grade == Inferred {
		r.Err = missing.OfKind(errs.Unreachable).WithHint("%s", inferredHint) // it is the request that isn't known, not the key
	}
	return errs.KindOf(r.Err) == errs.UnknownOutcome
}

// known reports whether a key has been there for the list, or is not there any
// more for the console: of another, the list may not know yet.
func (r *Result) known() bool { return r.Key.Listed || errs.KindOf(r.Err) == errs.NotFound }

// wished is what a change wants a key to be.
type wished struct {
	verb   Verb
	draft  Draft
	action Action
}

func (d Dialect) wished(verb Verb, draft Draft) wished {
	return wished{verb, draft, d.Actions[verb]}
}

// stopped is the status that a key has after the verb.
func (w wished) stopped() Status {
	if w.action.Undo != "" {
		return Disabled
	}
	return Revoked
}

// happened reports whether a key is as wished. The absence of one is no
// confirmation unless the console took the change, or revoked keys don't stay
// listed and this one is known to have been.
func (w wished) happened(key Key, listed, taken, known bool) bool {
	draft := w.draft
	switch w.verb {
	case VerbRevoke, VerbDisable:
		gone := w.action.Undo == "" && (taken || w.action.Removes && known)
		return !listed && gone || listed && (key.Status == w.stopped() || key.Status == Revoked)
	case VerbDelete:
		return !listed && (taken || w.action.Removes && known)
	case VerbEnable:
		return listed && key.Status != Disabled && key.Status != Revoked && !slices.Contains(key.Unknown, FieldStatus)
	case VerbQuota:
		untold := key.Quota == nil && taken && draft.Quota.Same(&Quota{}) // a console may leave out what is zero
		return listed && (draft.Quota.Same(key.Quota) || untold)
	case VerbRename:
		return listed && key.Name == draft.Name
	case VerbScope:
		return listed && SameScopes(key.Scopes, draft.Scopes)
	case VerbExpire:
		return listed && draft.Expiry.Matches(key)
	}
	return false
}

// confirmOwn settles the end of the key that the client is signed in with:
// that nothing can be read with it any more is the confirmation.
func (w wished) confirmOwn(ctx context.Context, c *Client, result *Result) {
	if !result.unsettled() {
		return
	}
	lookUntil(ctx, c.waiting, func() bool {
		listed, err := w.lookUp(ctx, c, []Result{*result})
		if e, ok := errors.AsType[*errs.Error](err); ok && e.Unsigned() {
			result.Key.Status, result.Err = w.stopped(), nil
			return true
		}
		return !result.settle(w, listed, err)
	})
}
