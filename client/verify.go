package client

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"keyctl/client/network"
	"keyctl/client/pace"
	"keyctl/client/wire"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// Verdict says what a console makes of a secret.
type Verdict string

// The verdicts.
const (
	Works   Verdict = "works"
	Refused Verdict = "refused"
	Unclear Verdict = "unclear"
)

// Verified is what became of a secret that was tried.
type Verified struct {
	Verdict Verdict
	// Certain says that a secret works beyond doubt, so that a key may be ended
	// because of it: see [Client.Verify].
	Certain bool
	Host    string // that was asked
	Why     string // in one line
}

// Verify tries a secret at the console's read-only endpoint. Success alone
// proves nothing, since an endpoint or a proxy before it may answer anybody: a
// secret works when it gets another answer than one that was made up.
//
// That it is forbidden what is asked for makes a secret work, too, but not
// beyond doubt: a firewall may forbid what it takes for an attack, and never
// look at a key. It is certain only where keys that work may be forbidden, and
// the console says so in its own words, in the shape in which it refuses.
//
// The error says that nothing was tried; what goes wrong on the way is a
// verdict that is unclear.
func (c *Client) Verify(ctx context.Context, secret secrets.Secret) (Verified, error) {
	action, err := c.dialect.Action(VerbVerify)
	if err != nil {
		return Verified{}, err
	}
	if err := c.dialect.checkTrial(secret); err != nil {
		return Verified{}, err
	}
	given, err := try(ctx, c, action, secret)
	if err != nil {
		return Verified{}, err
	}
	verified := Verified{Verdict: Unclear, Host: given.host, Why: given.String()}
	switch {
	case given.is(http.StatusUnauthorized):
		verified.Verdict = Refused
		return verified, nil
	case !given.is(http.StatusOK) && !given.is(http.StatusForbidden):
		return verified, nil
	}
	control, err := try(ctx, c, action, madeUp(secret, c.dialect.KeyPrefix))
	if err != nil {
		return Verified{}, err
	}
	verified.Why += "; to a secret that was made up: " + control.String()
	if control.is(http.StatusUnauthorized) || control.is(http.StatusForbidden) && given.is(http.StatusOK) {
		verified.Verdict = Works
		verified.Certain = given.is(http.StatusOK) || action.MayForbid && given.shape != "" && given.shape == control.shape
	}
	return verified, nil
}

// checkTrial refuses a text that is no secret of any console: one that looks
// like an attack is answered by a firewall, not by the console.
func (d Dialect) checkTrial(secret secrets.Secret) error {
	rest := strings.TrimPrefix(secret.Reveal(), d.KeyPrefix)
	foreign := func(r rune) bool { return r > '~' || !secrets.Allowed(byte(r)) }
	if rest != "" && !strings.ContainsFunc(rest, foreign) {
		return nil
	}
	return errs.Errorf(errs.Usage, "this is no secret of %s, whose secrets hold letters, digits, _ and - only; it was not sent", d.Console).
		WithHint("check that nothing stands around the secret; `identify` looks for its key without sending it")
}

// trial is the answer to a secret.
type trial struct {
	host   string
	status int
	page   bool   // no JSON, which no console answers with
	shape  string // the members of a failure that is told in words, "" for any other answer
	err    error  // there is no answer
}

// is reports whether a console, and nobody else, answered with a status; OK
// stands for all that are a success.
func (t trial) is(status int) bool {
	if t.err != nil || t.page {
		return false
	}
	return t.status == status || status == http.StatusOK && t.status/100 == 2
}

func (t trial) String() string {
	switch {
	case t.err != nil:
		return t.err.Error()
	case t.page:
		return fmt.Sprintf("%s answered %d with something that is not JSON", t.host, t.status)
	}
	return fmt.Sprintf("%s answered %d %s", t.host, t.status, http.StatusText(t.status))
}

// try asks with a secret.
func try(ctx context.Context, c *Client, action Action, secret secrets.Secret) (trial, error) {
	request, err := action.Request(Wish{})
	if err != nil {
		return trial{}, err
	}
	other, err := signedWith(c, action, secret)
	if err != nil {
		return trial{}, err
	}
	defer other.Close()
	b := other.budget(ctx)
	defer b.End()
	response, err := other.exchange(b, Reads, request)
	if err != nil {
		return trial{host: other.Host(), err: other.unanswered(b, Reads, err)}, nil
	}
	defer func() { _ = response.Body.Close() }()
	body, err := wire.ReadWhole(response.Body)
	if err != nil {
		return trial{host: other.Host(), err: other.nonsense(err)}, nil
	}
	speaks := success(response) || response.StatusCode == http.StatusForbidden
	page := wire.WebPage(response.Header, body) || speaks && !looksLikeJSON(body)
	return trial{host: other.Host(), status: response.StatusCode, page: page, shape: c.dialect.shape(response.StatusCode, body)}, nil
}

// shape gives the names of what a failed answer consists of, if the console
// says something in it; the words of HTTP itself are nobody's own.
func (d Dialect) shape(status int, body []byte) string {
	var members map[string]json.RawMessage
	message := d.Failure(status, body).Message
	if json.Unmarshal(body, &members) != nil || message == "" || strings.EqualFold(message, http.StatusText(status)) {
		return ""
	}
	return strings.Join(slices.Sorted(maps.Keys(members)), " ")
}

// signedWith gives a client that has a secret for its credential, bound to
// where secrets are tried: the console's own origin, unless the profile names
// another, or the console is the public one and documents another. A private
// base URL stands for all of its console.
func signedWith(c *Client, action Action, secret secrets.Secret) (*Client, error) {
	s := c.settings
	public, err := network.ParseBase(c.dialect.Base)
	switch {
	case s.ModelURL != "":
		s.Base = s.ModelURL
	case err == nil && network.Origin(public) == c.Origin() && action.Host != "":
		s.Base = action.Host
	}
	base, err := network.ParseBase(s.Base)
	if err != nil {
		return nil, err
	}
	if action.Authorize != nil {
		s.Dialect.Authorize = action.Authorize
	}
	s.Credential = Credential{Secret: secret, Origin: network.Origin(base)}
	s.Window = pace.NewWindow(s.Dialect.Limit) // a limit is for each key
	return New(s)
}

func looksLikeJSON(body []byte) bool {
	text := strings.TrimSpace(string(body))
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")
}

// madeUp gives a text that looks like the secret and is none: of the same length,
// and with the same "_" and "-".
func madeUp(secret secrets.Secret, prefix string) secrets.Secret {
	text := secret.Reveal()
	rest, shaped := strings.CutPrefix(text, prefix)
	if !shaped {
		prefix = ""
	}
	made := ""
	for _, filler := range "01" {
		made = prefix + strings.Map(func(r rune) rune {
			if r == '_' || r == '-' {
				return r
			}
			return filler
		}, rest) + strings.Repeat(string(filler), max(0, secrets.Shortest-len(rest)))
		if made != text {
			return secrets.New(made)
		}
	}
	return secrets.New(made + "0")
}

// VerifyEnded tries the secret of a key that was ended, three times while it
// still works: a console may need a moment.
func (c *Client) VerifyEnded(ctx context.Context, secret secrets.Secret) (verified Verified, err error) {
	lookUntil(ctx, c.waiting, func() bool {
		verified, err = c.Verify(ctx, secret)
		return err != nil || verified.Verdict != Works
	})
	return verified, err
}
