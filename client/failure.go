package client

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"keyctl/client/network"
	"keyctl/client/pace"
	"keyctl/client/wire"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// unanswered explains why there is no answer. After a change that left, what
// happened is unknown.
func (c *Client) unanswered(b *pace.Budget, effect Effect, err error) error {
	var own *errs.Error
	if errors.As(err, &own) {
		return own
	}
	var what, hint string
	switch {
	case errors.Is(b.Cause(), pace.ErrTimeout):
		what = fmt.Sprintf("no answer from %s within %s", c.line.Way(), c.timeout)
		hint = "try again, or wait longer with --timeout"
	case b.Cause() != nil:
		what = "interrupted before " + c.Host() + " answered"
	default:
		what, hint = c.line.Explain(err)
	}
	kind := errs.Unreachable
	if _, unsent := errors.AsType[network.NotSent](err); effect != Reads && !unsent {
		kind = errs.UnknownOutcome
	}
	return &errs.Error{Kind: kind, What: what, Hint: hint, Cause: err}
}

func success(response *http.Response) bool { return succeeded(response.StatusCode) }

func succeeded(status int) bool { return status/100 == 2 }

// refused explains an answer that is no success, by its status and, where the
// console gave any, in the console's words.
func (c *Client) refused(action Action, response *http.Response, body []byte) error {
	failure := c.dialect.Failure(response.StatusCode, body)
	kind, hint := c.dialect.judge(action, response, failure)
	what := fmt.Sprintf("%s answered %d %s", c.Host(), response.StatusCode, http.StatusText(response.StatusCode))
	if location := response.Header.Get("Location"); response.StatusCode/100 == 3 && location != "" {
		what = fmt.Sprintf("%s answered with a redirect to %s, and redirects are never followed", c.Host(), safetext.Quote(location))
	}
	if failure.Message != "" {
		what += ": " + safetext.Quote(failure.Message)
	}
	if failure.Kind != 0 {
		kind = failure.Kind
	}
	if failure.Hint != "" {
		hint = failure.Hint
	}
	return &errs.Error{Kind: kind, What: what, Hint: hint, Status: response.StatusCode}
}

const customHint = "the profile's `requests` say how this console is asked: check them, and the base URL"

const inferredHint = "how this console is asked is inferred, not documented: a profile can override it with `requests`, or check the base URL"

// judge gives the kind of a failure and what to do about it, by the status.
func (d Dialect) judge(action Action, response *http.Response, failure Failure) (errs.Kind, string) {
	status := response.StatusCode
	switch {
	case status == http.StatusUnauthorized && d.customHeader:
		return errs.Denied, "check the profile's credential_header; or sign in again with `login`, with " + d.SignIn
	case status == http.StatusUnauthorized:
		return errs.Denied, "sign in again with `login`, or set KEYCTL_API_KEY, with " + d.SignIn
	case status == http.StatusForbidden:
		return errs.Denied, "ask the owner of the account for the permission, or sign in as somebody who has it"
	case status == http.StatusNotFound && (action.Effect == Changes || action.OfKey) && failure.Message != "":
		return errs.NotFound, "`list` shows the keys there are"
	case status == http.StatusGone && action.OfKey:
		return errs.NotFound, "the secret is lost: revoke the key, then create another"
	case status == http.StatusConflict && action.Effect == Creates:
		return errs.Conflict, "`list` shows the keys there are; revoke one that is not needed any more"
	case status == http.StatusConflict:
		return errs.Conflict, "`list` shows the state of the keys"
	case status == http.StatusTooManyRequests:
		if wait, ok := wire.RetryAfter(response.Header, time.Now()); ok {
			return errs.RateLimited, fmt.Sprintf("try again in %s", wait.Round(time.Second))
		}
		return errs.RateLimited, "try again in a minute"
	case undecided(status) && action.Effect != Reads:
		return errs.UnknownOutcome, "`list` shows what has become of it"
	case status >= 500 || status == http.StatusRequestTimeout:
		return errs.Unreachable, "the console has a problem: try again later"
	case action.Custom && status == http.StatusNotFound:
		return errs.Unreachable, customHint
	case action.Custom && status == http.StatusMethodNotAllowed:
		return errs.Failed, customHint
	case action.Grade == Inferred && status == http.StatusNotFound:
		return errs.Unreachable, inferredHint
	case action.Grade == Inferred && status == http.StatusMethodNotAllowed:
		return errs.Failed, inferredHint
	case status == http.StatusNotFound, status < 400:
		return errs.Unreachable, "check the base URL: a console answers elsewhere, or not to this address"
	}
	return errs.Failed, "the console refuses the request as it is; `consoles` and --help show what it takes"
}

// nonsense explains an answer that cannot be understood.
func (c *Client) nonsense(cause error) error {
	return errs.Errorf(errs.Unreachable, "%s gave an answer that cannot be used: %w", c.Host(), cause).
		WithHint("check the base URL; a proxy or a login page may stand before the console")
}

// undecided reports whether an answer leaves open if a request was carried out.
// Apart from redirects and failures of the server these are the words of a gateway
// that gave up on a request that it may have passed on: 408 for its timeout, 460
// and 499 for a client that it takes for gone.
func undecided(status int) bool {
	const goneForBalancer, goneForProxy = 460, 499
	switch status {
	case http.StatusRequestTimeout, goneForBalancer, goneForProxy:
		return true
	}
	return status < 200 || status >= 300 && status < 400 || status >= 500
}

// refusing reports whether an answer says that nothing was created.
func refusing(status int) bool { return !succeeded(status) && !undecided(status) }
