package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// clockSkew is how far a console's clock may be behind ours when a key is
// looked for that was made just now.
const clockSkew = 5 * time.Minute

// Create makes a key. The request is sent once and never again. The raw
// answer, which may hold the only copy of the secret, is given to receive
// before anything tries to understand it.
//
// Once the request is under way the end of ctx does not stop it: an answer
// that nobody waits for is a lost secret. The timeout bounds it.
//
// The error has kind UnknownOutcome, and the id where one is known, when a key
// may exist or does exist without its secret having been recognised. When a
// secret was found in an answer that is broken otherwise, both it and the
// error are given.
func (c *Client) Create(ctx context.Context, draft Draft, receive func(raw Secret) error) (Created, error) {
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
	if ctx.Err() != nil {
		return Created{}, Errorf(Failed, "interrupted, nothing was created")
	}
	ctx = context.WithoutCancel(ctx)
	since := time.Now()
	b := newBudget(ctx, c.timeout)
	defer b.end()
	response, err := c.send(b, Creates, request)
	if err != nil {
		return Created{}, c.notCreated(ctx, b, draft, since, err)
	}
	defer func() { _ = response.Body.Close() }()
	switch status := response.StatusCode; {
	case status >= 200 && status < 300:
		return c.receive(ctx, action, draft, since, response, receive)
	case status >= 400 && status < 500 && status != http.StatusRequestTimeout:
		return Created{}, c.refused(action, response)
	default:
		refusal, _ := errors.AsType[*Error](c.refused(action, response))
		return Created{}, c.findOut(ctx, draft, since, refusal.What)
	}
}

// notCreated explains a create without an answer.
func (c *Client) notCreated(ctx context.Context, b *budget, draft Draft, since time.Time, err error) error {
	explained, _ := errors.AsType[*Error](c.unanswered(b, Creates, err))
	if explained.Kind != UnknownOutcome {
		if explained.Kind == Unreachable {
			explained.What += "; nothing was created"
		}
		return explained
	}
	return c.findOut(ctx, draft, since, explained.What)
}

// receive takes the answer to a create that the console calls a success.
func (c *Client) receive(ctx context.Context, action Action, draft Draft, since time.Time, response *http.Response, receive func(Secret) error) (Created, error) {
	raw, readErr := readWhole(response.Body)
	if err := receive(NewSecret(string(raw))); err != nil {
		created, _ := action.Created(raw)
		lost := Errorf(UnknownOutcome, "the answer to the create could not be kept: %w", err)
		return created, c.lost(lost, created.Key)
	}
	created, err := action.Created(raw)
	created.Key.Unknown = c.dialect.Unknown
	if created.Key.Name == "" {
		created.Key.Name = draft.Name
	}
	switch {
	case err == nil && !created.Secret.IsZero():
		return created, nil
	case webPage(response.Header, raw):
		err = errWebPage
	case readErr != nil:
		err = fmt.Errorf("it broke off: %w", readErr)
	}
	what := fmt.Sprintf("%s answered the create with %d, but the answer cannot be used: %s", c.Host(), response.StatusCode, Printable(err.Error()))
	switch {
	case !created.Secret.IsZero():
		e := Errorf(UnknownOutcome, "%s; the secret was in it", what)
		e.KeyID = created.Key.ID
		return created, e.WithHint("try the secret before you rely on it")
	case created.Key.ID == "":
		return Created{}, c.findOut(ctx, draft, since, what)
	}
	return Created{}, c.lost(Errorf(UnknownOutcome, "%s", what), created.Key)
}

// lost completes the error for a key that exists and whose secret is not known.
func (c *Client) lost(e *Error, key Key) error {
	e.KeyID = key.ID
	if key.ID == "" {
		return e.WithHint("`list` shows whether there is a new key; revoke it and create another")
	}
	e.What += fmt.Sprintf("; the key %s exists", Quote(key.ID))
	return e.WithHint("its secret is lost: `revoke --id %s`, then create another", Printable(key.ID))
}

// findOut looks for the key after a create whose outcome is unknown. What
// bears the name and was created since may be ours, or a colleague's: it is
// reported, never taken for ours.
func (c *Client) findOut(ctx context.Context, draft Draft, since time.Time, what string) error {
	e := Errorf(UnknownOutcome, "%s; whether a key was created is unknown", what)
	for key, err := range c.List(ctx) {
		if err != nil {
			return e.WithHint("it was sent once; look with `list` before you create again")
		}
		told := !key.CreatedAt.IsZero()
		if key.Name == draft.Name && (!told || key.CreatedAt.After(since.Add(-clockSkew))) {
			e.Keys = append(e.Keys, key)
		}
	}
	if len(e.Keys) == 0 {
		return e.WithHint("no new key named %s is listed yet; look again with `list` before you create again", Quote(draft.Name))
	}
	ids := make([]string, len(e.Keys))
	for i, key := range e.Keys {
		ids[i] = Printable(key.ID)
	}
	if len(ids) == 1 {
		e.KeyID = e.Keys[0].ID
	}
	return e.WithHint("new with that name: %s; if it is yours, its secret is lost: `revoke --id ID`, then create another", strings.Join(ids, ", "))
}
