package client

import (
	"context"
	"errors"
	"net/http"
)

// checkCreation asks a console that wants to be asked whether there may be one
// more key. An older console that can't be asked decides with the create.
func (c *Client) checkCreation(ctx context.Context, action Action, draft Draft) error {
	if action.Check == nil {
		return nil
	}
	request, err := action.Check.Request(Wish{Draft: draft})
	if err != nil {
		return err
	}
	body, err := c.read(ctx, Action{Effect: Reads, Grade: action.Grade}, request)
	if e, ok := errors.AsType[*Error](err); ok && e.Status == http.StatusNotFound {
		return nil
	}
	if err != nil {
		return uncreated(ctx, err)
	}
	allowed, reason, err := action.Check.Read(body)
	switch {
	case err != nil:
		return uncreated(ctx, c.nonsense(err))
	case allowed:
		return nil
	case reason == "":
		reason = "it gives no reason"
	}
	return Errorf(Conflict, "%s allows no further key: %s", c.Host(), Quote(reason)).
		WithHint("`list` shows the keys there are; revoke one that is not needed any more")
}

// read sends a request that reads and gives its whole answer.
func (c *Client) read(ctx context.Context, action Action, request Request) ([]byte, error) {
	b := c.newBudget(ctx)
	defer b.end()
	response, err := c.call(b, action, request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := readWhole(response.Body)
	switch {
	case err != nil && b.ctx.Err() != nil:
		return nil, c.unanswered(b, Reads, err)
	case err != nil:
		return nil, c.nonsense(err)
	case webPage(response.Header, body):
		return nil, c.nonsense(errWebPage)
	}
	if err := newTwins().check(body); err != nil {
		return nil, c.nonsense(err)
	}
	return body, nil
}
