package client

import (
	"context"
	"errors"
	"net/http"

	"keyctl/client/pace"
	"keyctl/client/wire"
	"keyctl/internal/errs"
)

// call sends a request that reads or changes and gives its successful answer.
// The caller closes it; every failure is an [*errs.Error] and leaves nothing open.
func (c *Client) call(b *pace.Budget, action Action, request Request) (*http.Response, error) {
	response, err := c.exchange(b, action.Effect, request)
	if err != nil {
		return nil, c.unanswered(b, action.Effect, err)
	}
	if success(response) {
		return response, nil
	}
	defer func() { _ = response.Body.Close() }()
	body, _ := wire.ReadWhole(response.Body)
	return nil, c.refused(action, response, body)
}

// callEither asks as consoles do now, and where that is answered with 404 as
// older ones do, from then on.
func (c *Client) callEither(b *pace.Budget, verb Verb, action Action, wish Wish) (*http.Response, error) {
	ask := action.Request
	if c.older[verb] {
		ask = action.Older
	}
	request, err := ask(wish)
	if err != nil {
		return nil, err
	}
	response, err := c.call(b, action, request)
	if e, ok := errors.AsType[*errs.Error](err); !ok || e.Status != http.StatusNotFound || action.Older == nil || c.older[verb] || wish.Cursor != "" {
		return response, err
	}
	c.older[verb] = true
	return c.callEither(b, verb, action, wish)
}

// read sends a request that reads and gives its whole answer.
func (c *Client) read(ctx context.Context, action Action, request Request) ([]byte, error) {
	b := c.budget(ctx)
	defer b.End()
	response, err := c.call(b, action, request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := wire.ReadWhole(response.Body)
	switch {
	case err != nil && b.Cause() != nil:
		return nil, c.unanswered(b, Reads, err)
	case err != nil:
		return nil, c.nonsense(err)
	case wire.WebPage(response.Header, body):
		return nil, c.nonsense(wire.ErrWebPage)
	}
	if err := wire.CheckTwins(body); err != nil {
		return nil, c.nonsense(err)
	}
	return body, nil
}
