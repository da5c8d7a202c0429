package client

import (
	"context"
	"errors"

	"keyctl/client/wire"
	"keyctl/internal/errs"
)

// Change carries out one verb on each of the keys, and finds out by reading
// whether it happened: a result without an error was seen in the console's
// list. One list confirms a whole batch. The key that the client is signed in
// with comes last, because nothing can be read after its end.
func (c *Client) Change(ctx context.Context, verb Verb, keys []Key, draft Draft) ([]Result, error) {
	action, err := c.dialect.Action(verb)
	if err != nil {
		return nil, err
	}
	if action.Effect != Changes {
		return nil, errs.Errorf(errs.Usage, "%s changes no key", verb)
	}
	requests := make([]Request, len(keys))
	for i, key := range keys {
		if requests[i], err = action.Request(Wish{ID: key.ID, Draft: draft}); err != nil {
			return nil, err
		}
		if _, err := address(c.base, requests[i]); err != nil {
			return nil, err
		}
	}
	results := make([]Result, len(keys))
	var others, own []int
	for i, key := range keys {
		results[i].Key = key
		if verb.Stops() && c.IsSelf(key) {
			own = append(own, i)
			continue
		}
		others = append(others, i)
		results[i].send(func() error { return c.sendChange(ctx, action, requests[i]) })
	}
	wished := c.dialect.wished(verb, draft)
	wished.confirm(ctx, c, results, others)
	for _, i := range own { // more than one, when the prefix leaves it open
		results[i].send(func() error { return c.sendChange(ctx, action, requests[i]) })
		wished.confirmOwn(ctx, c, &results[i])
	}
	return results, nil
}

// sendChange sends one change. Its error tells whether the console refused it
// or the outcome is unknown.
func (c *Client) sendChange(ctx context.Context, action Action, request Request) error {
	if ctx.Err() != nil {
		return errs.Errorf(errs.Failed, "interrupted, nothing was changed")
	}
	b := c.budget(ctx)
	defer b.End()
	response, err := c.call(b, action, request)
	if unknown, ok := errors.AsType[*errs.Error](err); ok && unknown.Kind == errs.UnknownOutcome {
		return unknown.Adding("; whether it happened is unknown")
	}
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := wire.ReadWhole(response.Body)
	if err == nil && wire.WebPage(response.Header, body) {
		err = wire.ErrWebPage
	}
	if err == nil {
		return nil
	}
	return errs.Errorf(errs.UnknownOutcome, "%s gave an answer that cannot be used: %w", c.Host(), err).
		WithHint("`list` shows what has become of it")
}
