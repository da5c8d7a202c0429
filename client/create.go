package client

import (
	"context"
	"time"

	"keyctl/client/wire"
	"keyctl/internal/secrets"
)

// Create makes a key. The request is sent once and never again. The raw
// answer, which may hold the only copy of the secret, is given to receive with
// its HTTP status, before anything tries to understand it. before is what [Client.Before] gave.
//
// Once the request is under way the end of ctx does not stop it: an answer
// that nobody waits for is a lost secret. The timeout bounds it.
//
// The error has kind UnknownOutcome when a key may exist, or does exist and not
// all is well: its secret was not recognised, or receive could not keep the
// answer. What the answer held is given together with the error, with the secret where
// one was found. An id comes with a receipt when a success told it, beyond doubt
// that of the new key, and it isn't known to be that of another; where the list
// may not be read, only the key that the client is signed in with is known. Without
// a receipt, the KeyID and the Keys of the error are candidates to look at.
//
// A refusal that holds something like a secret is an unknown outcome, too, and
// gives neither secret nor id: they may be those of any key.
//
// Nothing was created when the error has another kind.
func (c *Client) Create(ctx context.Context, draft Draft, before Before, receive func(status int, raw secrets.Secret) error) (Created, error) {
	action, err := c.dialect.Action(VerbCreate)
	if err != nil {
		return Created{}, err
	}
	if err := c.dialect.CheckDraft(draft); err != nil {
		return Created{}, err
	}
	request, err := action.Request(Wish{Draft: draft})
	if err != nil {
		return Created{}, err
	}
	if err := c.checkCreation(ctx, action, draft); err != nil {
		return Created{}, err
	}
	answered, err := c.window.Enter(ctx, c.rest)
	if err != nil {
		return Created{}, interrupted()
	}
	defer answered()
	if ctx.Err() != nil {
		return Created{}, interrupted()
	}
	b := c.budget(context.WithoutCancel(ctx))
	defer b.End()
	create := creation{client: c, ctx: ctx, action: action, draft: draft, before: before, since: time.Now()}
	response, err := c.send(b, Creates, request)
	if err != nil {
		return Created{}, create.unanswered(b, err)
	}
	defer func() { _ = response.Body.Close() }()
	answer := answer{response: response}
	answer.raw, answer.broken = wire.ReadWhole(response.Body)
	answer.unkept = receive(response.StatusCode, secrets.New(string(answer.raw)))
	return create.understand(answer)
}
