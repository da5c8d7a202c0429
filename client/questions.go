package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// Usage asks how much a key was used from since on, up to until.
func (c *Client) Usage(ctx context.Context, key Key, since, until time.Time) (UsageReport, error) {
	action, err := c.dialect.Action(VerbUsage)
	if err != nil {
		return UsageReport{}, err
	}
	if err := CheckID(key.ID); err != nil {
		return UsageReport{}, err
	}
	request, err := action.Request(Wish{ID: key.ID, Since: since, Until: until})
	if err != nil {
		return UsageReport{}, err
	}
	body, err := c.read(ctx, action, request)
	if err != nil {
		return UsageReport{}, err
	}
	usage, err := action.Usage(body)
	for _, row := range usage.Rows {
		if err == nil && !row.within(since, until) {
			err = fmt.Errorf("it tells of %s, which was not asked for", row.Day.Format(time.DateOnly))
		}
	}
	if err != nil {
		return UsageReport{}, c.nonsense(err)
	}
	return usage, nil
}

// SecretAgain asks for the secret of a key that exists, where the console tells
// it more than once, and gives the raw answer for [Dialect.Understand]. An answer
// that holds no secret, or that of another key, is an error; the console can be
// asked again. It is for a secret that was lost on its way: no command shows one
// otherwise.
func (c *Client) SecretAgain(ctx context.Context, id string) (raw secrets.Secret, err error) {
	action, err := c.dialect.Action(VerbSecret)
	if err != nil {
		return secrets.Secret{}, err
	}
	if err := CheckID(id); err != nil {
		return secrets.Secret{}, err
	}
	request, err := action.Request(Wish{ID: id})
	if err != nil {
		return secrets.Secret{}, err
	}
	body, err := c.read(ctx, action, request)
	if missing, ok := errors.AsType[*errs.Error](err); ok && missing.Kind == errs.NotFound {
		return secrets.Secret{}, missing.About(id)
	}
	if err != nil {
		return secrets.Secret{}, err
	}
	told, err := action.Created(body)
	if err == nil && told.Key.ID != "" && told.Key.ID != id {
		err = errors.New("it tells of another key")
	}
	if err != nil {
		return secrets.Secret{}, c.nonsense(err)
	}
	return secrets.New(string(body)), nil
}

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
	if e, ok := errors.AsType[*errs.Error](err); ok && e.Status == http.StatusNotFound {
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
	return errs.Errorf(errs.Conflict, "%s allows no further key: %s", c.Host(), safetext.Quote(reason)).
		WithHint("`list` shows the keys there are; revoke one that is not needed any more")
}
