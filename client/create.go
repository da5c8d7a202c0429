package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

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
func (c *Client) Create(ctx context.Context, draft Draft, before Before, receive func(raw Secret) error) (Created, error) {
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
	answered, err := c.window.enter(ctx, c.rest)
	if err != nil || ctx.Err() != nil {
		return Created{}, Errorf(Failed, "interrupted, nothing was created")
	}
	defer answered()
	b := c.newBudget(context.WithoutCancel(ctx))
	defer b.end()
	create := creation{client: c, ctx: ctx, action: action, draft: draft, before: before, since: time.Now()}
	response, err := c.send(b, Creates, request)
	if err != nil {
		return Created{}, create.unanswered(b, err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, readErr := readWhole(response.Body)
	if err := receive(NewSecret(string(raw))); err != nil {
		created, _ := action.Created(raw)
		return created, lost(Errorf(UnknownOutcome, "the answer to the create could not be kept: %w", err), created.Key)
	}
	status := response.StatusCode
	if status >= 400 && status < 500 && status != http.StatusRequestTimeout {
		return Created{}, c.refused(action, response, raw)
	}
	return create.understand(response, raw, readErr)
}

// creation is a create whose request has left.
type creation struct {
	client *Client
	ctx    context.Context // of the command; the request itself outlives it
	action Action
	draft  Draft
	before Before
	since  time.Time
}

// unanswered explains a create without an answer.
func (c creation) unanswered(b *budget, err error) error {
	explained, _ := errors.AsType[*Error](c.client.unanswered(b, Creates, err))
	switch explained.Kind {
	case UnknownOutcome:
		return c.findOut(explained.What)
	case Unreachable:
		explained.What += "; nothing was created"
	}
	return explained
}

// understand reads an answer that doesn't refuse the create. A secret that is
// found is given whatever else is wrong.
func (c creation) understand(response *http.Response, raw []byte, readErr error) (Created, error) {
	created, err := c.action.Created(raw)
	created.Key.Unknown = c.client.dialect.Unknown
	if created.Key.Name == "" {
		created.Key.Name = c.draft.Name
	}
	var what string
	switch {
	case !success(response):
		refusal, _ := errors.AsType[*Error](c.client.refused(c.action, response, raw))
		what = refusal.What
	case err == nil:
		return created, nil
	case webPage(response.Header, raw):
		what = c.unusable(response, errWebPage)
	case readErr != nil:
		what = c.unusable(response, fmt.Errorf("it broke off: %w", readErr))
	default:
		what = c.unusable(response, err)
	}
	switch {
	case !created.Secret.IsZero():
		e := Errorf(UnknownOutcome, "%s; the secret was in it", what)
		e.KeyID = created.Key.ID
		return created, e.WithHint("try the secret before you rely on it")
	case created.Key.ID == "" || !success(response):
		return Created{}, c.findOut(what)
	}
	return Created{}, lost(Errorf(UnknownOutcome, "%s", what), created.Key)
}

func (c creation) unusable(response *http.Response, why error) string {
	return fmt.Sprintf("%s answered the create with %d, but the answer cannot be used: %s",
		c.client.Host(), response.StatusCode, Printable(why.Error()))
}

// lost completes the error for a key that exists and whose secret is not known.
func lost(e *Error, key Key) error {
	e.KeyID = key.ID
	if key.ID == "" {
		return e.WithHint("`list` shows whether there is a new key; revoke it and create another")
	}
	e.What += fmt.Sprintf("; the key %s exists", Quote(key.ID))
	return e.WithHint("%s", LostHint(key.ID))
}

// LostHint says what to do about a key whose secret is lost. An id that is
// more than an id enters no command that somebody may paste into a shell.
func LostHint(id string) string {
	if CheckID(id) != nil {
		return "its secret is lost: revoke it, then create another"
	}
	return "its secret is lost: `revoke --id " + id + "`, then create another"
}

// findOut looks for the key after a create whose outcome is unknown. What
// bears the name and was created since may be ours, or a colleague's: it is
// reported, never taken for ours.
func (c creation) findOut(what string) error {
	e := Errorf(UnknownOutcome, "%s; whether a key was created is unknown", what)
	found, err := c.client.LookFor(c.ctx, Sought{Name: c.draft.Name, Since: c.since, Before: c.before})
	if err != nil {
		return e.WithHint("it was sent once; look with `list` before you create again")
	}
	e.Keys = found
	switch len(e.Keys) {
	case 0:
		return e.WithHint("no new key named %s is listed yet; look again with `list` before you create again", Quote(c.draft.Name))
	case 1:
		e.KeyID = e.Keys[0].ID
	}
	var ids []string // one that is more than an id stands in the candidates only
	for _, key := range e.Keys {
		if CheckID(key.ID) == nil {
			ids = append(ids, key.ID)
		}
	}
	if len(ids) == 0 {
		return e.WithHint("a key with that name is new; if it is yours, its secret is lost: revoke it, then create another")
	}
	return e.WithHint("new with that name: %s; if it is yours, its secret is lost: `revoke --id ID`, then create another", strings.Join(ids, ", "))
}
