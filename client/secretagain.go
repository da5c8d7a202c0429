package client

import (
	"context"
	"errors"
	"net/http"
)

// SecretAgain asks for the secret of a key that exists, where the console tells
// it more than once, and gives the raw answer for [Dialect.Understand]. It is for
// a secret that was lost on its way: no command shows one of a key otherwise.
func (c *Client) SecretAgain(ctx context.Context, id string) (raw Secret, err error) {
	action, err := c.dialect.Action(VerbSecret)
	if err != nil {
		return Secret{}, err
	}
	if err := CheckID(id); err != nil {
		return Secret{}, err
	}
	request, err := action.Request(Wish{ID: id})
	if err != nil {
		return Secret{}, err
	}
	body, err := c.read(ctx, action, request)
	if e, ok := errors.AsType[*Error](err); ok && (e.status == http.StatusNotFound || e.status == http.StatusGone) {
		missing := *e
		missing.Kind, missing.KeyID = NotFound, id
		return Secret{}, missing.WithHint("%s", LostHint(id))
	}
	if err != nil {
		return Secret{}, err
	}
	return NewSecret(string(body)), nil
}
