package client

import (
	"context"
	"errors"
)

// SecretAgain asks for the secret of a key that exists, where the console tells
// it more than once, and gives the raw answer for [Dialect.Understand]. An answer
// that holds no secret, or that of another key, is an error; the console can be
// asked again. It is for a secret that was lost on its way: no command shows one
// otherwise.
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
	if missing, ok := errors.AsType[*Error](err); ok && missing.Kind == NotFound {
		return Secret{}, missing.About(id)
	}
	if err != nil {
		return Secret{}, err
	}
	told, err := action.Created(body)
	if err == nil && told.Key.ID != "" && told.Key.ID != id {
		err = errors.New("it tells of another key")
	}
	if err != nil {
		return Secret{}, c.nonsense(err)
	}
	return NewSecret(string(body)), nil
}
