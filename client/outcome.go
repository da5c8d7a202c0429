package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"keyctl/client/pace"
	"keyctl/client/wire"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

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
func (c creation) unanswered(b *pace.Budget, err error) error {
	explained, _ := errors.AsType[*errs.Error](c.client.unanswered(b, Creates, err))
	switch explained.Kind {
	case errs.UnknownOutcome:
		return c.findOut(explained)
	case errs.Unreachable:
		return explained.Adding("; nothing was created")
	}
	return explained
}

// answer is what came back for a create.
type answer struct {
	response *http.Response
	raw      []byte
	broken   error // why the rest of it is missing
	unkept   error // why the receiver could not keep it
}

// understand reads an answer. Only a success is a receipt. Where the status leaves
// open what happened, a secret that is found is given whatever else is wrong; with
// a refusal it is that of some other key.
func (c creation) understand(a answer) (Created, error) {
	created, err := c.read(a)
	status, found := a.response.StatusCode, !created.Secret.IsZero()
	switch {
	case refusing(status):
		return Created{}, c.refusal(a, created, err)
	case !succeeded(status) && !found:
		return Created{}, c.findOut(errs.Errorf(errs.UnknownOutcome, "%w", c.client.refused(c.action, a.response, a.raw)))
	}
	wrong := c.wrong(a, created, err)
	switch {
	case wrong == nil:
		return created, nil
	case found && a.unkept == nil:
		return created, wrong.About(created.Key.ID).WithHint("try the secret before you rely on it")
	case created.Key.ID == "" && !found:
		return Created{}, c.findOut(wrong)
	}
	return created, lost(wrong, created)
}

// refusal explains an answer that is a refusal. One that holds a secret besides
// its words is no plain one.
func (c creation) refusal(a answer, created Created, err error) error {
	refused := c.client.refused(c.action, a.response, a.raw)
	found := !created.Secret.IsZero()
	if found && c.quotes(a, created.Secret) || !found && !errors.Is(err, errSeveral) {
		return refused
	}
	e := errs.Errorf(errs.UnknownOutcome, "%w; what looks like a secret was in it", refused)
	if a.unkept != nil {
		e = errs.Errorf(errs.UnknownOutcome, "%s, and it could not be kept: %w", e.What, a.unkept)
	}
	return c.findOut(e)
}

// read looks for the key and its secret. The credential that an answer repeats is
// the secret of no new key, and what was there before, or is the key that the
// client is signed in with, is no new key.
func (c creation) read(a answer) (Created, error) {
	created, err := c.client.dialect.told(c.action, a.response.StatusCode, a.raw)
	if created.Key.Name == "" {
		created.Key.Name = c.draft.Name
	}
	if c.before.Holds(created.Key.ID) || c.client.isOwn(created.Key) {
		created.Receipt = false
	}
	if c.client.credential.Is(created.Secret) {
		created.Secret, created.Receipt = secrets.Secret{}, false
		if err == nil {
			err = errors.New("it holds the credential in the place of a secret")
		}
	}
	return created, err
}

// quotes reports whether a secret stands in the words of a refusal, which then is
// about the secret of some other key.
func (c creation) quotes(a answer, secret secrets.Secret) bool {
	words := c.client.dialect.Failure(a.response.StatusCode, a.raw).Message
	return strings.Contains(words, secret.Reveal())
}

// wrong says why an answer that holds a secret, or calls itself a success, is no
// success all the same; nil when it is one.
func (c creation) wrong(a answer, created Created, err error) *errs.Error {
	switch {
	case a.unkept != nil:
		return errs.Errorf(errs.UnknownOutcome, "the answer to the create could not be kept: %w", a.unkept)
	case c.before.Holds(created.Key.ID):
		return errs.Errorf(errs.UnknownOutcome, "%s answered the create with the key %s, which was there before", c.client.Host(), safetext.Quote(created.Key.ID))
	case c.client.isOwn(created.Key):
		return errs.Errorf(errs.UnknownOutcome, "%s answered the create with the key %s, which this command is signed in with", c.client.Host(), safetext.Quote(created.Key.ID))
	case !success(a.response):
		return errs.Errorf(errs.UnknownOutcome, "%w; the secret was in it", c.client.refused(c.action, a.response, a.raw))
	case err == nil:
		return nil
	case wire.WebPage(a.response.Header, a.raw):
		err = wire.ErrWebPage
	case a.broken != nil:
		err = fmt.Errorf("it broke off: %w", a.broken)
	}
	wrong := errs.Errorf(errs.UnknownOutcome, "%s answered the create with %d, but the answer cannot be used: %s",
		c.client.Host(), a.response.StatusCode, safetext.Printable(err.Error()))
	if !created.Secret.IsZero() {
		return wrong.Adding("; the secret was in it")
	}
	return wrong
}

// lost completes the error for a key that exists and whose secret nobody has. An
// id without a receipt may be that of any key.
func lost(e *errs.Error, created Created) error {
	id := created.Key.ID
	e = e.About(id)
	if !created.Receipt {
		return e.WithHint("`list` shows whether there is a new key; revoke it and create another")
	}
	return e.Adding("; the key %s exists", safetext.Quote(id)).WithHint("%s", LostHint(id))
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
// has the name and was created since may be ours, or a colleague's: it is
// reported, never taken for ours. What was found stands in what happened, so
// that another hint takes nothing away.
func (c creation) findOut(cause *errs.Error) error {
	e := errs.Errorf(errs.UnknownOutcome, "%w; whether a key was created is unknown", cause)
	found, err := c.client.LookFor(c.ctx, Sought{Name: c.draft.Name, Since: c.since, Before: c.before})
	switch {
	case err != nil:
		return e.WithHint("it was sent once; look with `list` before you create again")
	case len(found) == 0:
		return e.Adding("; no new key named %s is listed yet", safetext.Quote(c.draft.Name)).
			WithHint("look again with `list` before you create again")
	case len(found) == 1 && CheckID(found[0].ID) == nil:
		e = e.About(found[0].ID)
	}
	return WithCandidates(e, found).Adding("; %s", newlyNamed(found)).
		WithHint("if it is yours, its secret is lost: revoke it, then create another")
}

// mostNamed is how many candidates stand in one line. The error lists all.
const mostNamed = 10

// newlyNamed names candidates. An id that is more than an id stands in the list
// of candidates only.
func newlyNamed(found []Key) string {
	var ids []string
	for _, key := range found {
		if CheckID(key.ID) == nil {
			ids = append(ids, key.ID)
		}
	}
	named := ids[:min(len(ids), mostNamed)]
	switch more := len(found) - len(named); {
	case len(named) == 0:
		return fmt.Sprintf("keys that are new with that name: %d", len(found))
	case more > 0:
		return fmt.Sprintf("new with that name: %s, and %d more", strings.Join(named, ", "), more)
	}
	return "new with that name: " + strings.Join(named, ", ")
}
