package client

import (
	"context"
	"slices"
	"time"
)

// confirmPauses are the waits before each look at whether a change is there;
// a console may need a moment before its list tells.
func confirmPauses() []time.Duration {
	return []time.Duration{0, 500 * time.Millisecond, 1500 * time.Millisecond}
}

// confirm looks into the list for what was changed, and settles those of the
// results.
func (c *Client) confirm(ctx context.Context, verb Verb, draft Draft, results []Result, those []int) {
	unsettled := func(i int) bool {
		err := results[i].Err
		return err == nil || slices.Contains([]Kind{UnknownOutcome, NotFound, Conflict}, KindOf(err))
	}
	if !slices.ContainsFunc(those, unsettled) {
		return
	}
	for _, pause := range confirmPauses() {
		select {
		case <-time.After(pause):
		case <-ctx.Done(): // the list can't be read any more, which settles them as unknown
		}
		listed, err := c.lookUp(ctx, results)
		open := false
		for _, i := range those {
			if results[i].settle(verb, draft, listed, err) {
				open = true
			}
		}
		if !open {
			return
		}
	}
}

// lookUp reads the list and gives those of its keys that are in the results.
func (c *Client) lookUp(ctx context.Context, results []Result) (map[string]Key, error) {
	listed := make(map[string]Key, len(results))
	for key, err := range c.List(ctx) {
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(results, func(r Result) bool { return r.Key.ID == key.ID }) {
			listed[key.ID] = key
		}
	}
	return listed, nil
}

// settle compares a result with what is listed, and reports whether another
// look could tell more.
func (r *Result) settle(verb Verb, draft Draft, listed map[string]Key, listErr error) bool {
	if listErr != nil {
		if r.Err == nil {
			r.Err = Errorf(UnknownOutcome, "the console took it, but that cannot be confirmed: %w", listErr).
				WithHint("`list` shows what has become of it")
		}
		return false
	}
	key, isListed := listed[r.Key.ID]
	if happened(verb, draft, key, isListed) {
		r.Err = nil
		if isListed {
			r.Key = key
		} else {
			r.Key.Status = Revoked // gone from the list is how some consoles show it
		}
		return false
	}
	if r.Err == nil {
		r.Err = Errorf(UnknownOutcome, "the console took it, but its list does not show it").
			WithHint("look again with `show --id %s`", Printable(r.Key.ID))
	}
	return KindOf(r.Err) == UnknownOutcome
}

// happened reports whether a key is as a change wants it.
func happened(verb Verb, draft Draft, key Key, listed bool) bool {
	switch verb {
	case VerbRevoke:
		return !listed || key.Status == Revoked
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
func (c *Client) confirmOwn(ctx context.Context, result *Result) {
	if result.Err != nil && KindOf(result.Err) != UnknownOutcome {
		return
	}
	listed, err := c.lookUp(ctx, []Result{*result})
	if err != nil && KindOf(err) == Denied {
		result.Key.Status, result.Err = Revoked, nil
		return
	}
	result.settle(VerbRevoke, Draft{}, listed, err)
}
