package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"
)

// call sends a request that reads or changes and gives its successful answer.
// Whoever gets it closes it; every failure is an *Error and leaves nothing
// open.
func (c *Client) call(b *budget, action Action, request Request) (*http.Response, error) {
	response, err := c.exchange(b, action.Effect, request)
	if err != nil {
		return nil, c.unanswered(b, action.Effect, err)
	}
	if success(response) {
		return response, nil
	}
	defer func() { _ = response.Body.Close() }()
	body, _ := readWhole(response.Body)
	return nil, c.refused(action, response, body)
}

// unanswered explains why there is no answer. After a change that left, what
// happened is unknown.
func (c *Client) unanswered(b *budget, effect Effect, err error) error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	var what, hint string
	switch {
	case b.ctx.Err() != nil && errors.Is(context.Cause(b.ctx), errTimeout):
		what = fmt.Sprintf("no answer from %s within %s", c.way(), c.timeout)
		hint = "try again, or wait longer with --timeout"
	case b.ctx.Err() != nil:
		what = "interrupted before " + c.Host() + " answered"
	default:
		what, hint = c.explain(err)
	}
	kind := Unreachable
	var never notSent
	if effect != Reads && !errors.As(err, &never) {
		kind = UnknownOutcome
	}
	return &Error{Kind: kind, What: what, Hint: hint, Cause: err}
}

func success(response *http.Response) bool { return succeeded(response.StatusCode) }

func succeeded(status int) bool { return status/100 == 2 }

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}

// refused explains an answer that is no success, by its status and, where the
// console gave any, in the console's words.
func (c *Client) refused(action Action, response *http.Response, body []byte) error {
	failure := c.dialect.Failure(response.StatusCode, body)
	kind, hint := c.judge(action, response, failure)
	what := fmt.Sprintf("%s answered %d %s", c.Host(), response.StatusCode, http.StatusText(response.StatusCode))
	if location := response.Header.Get("Location"); response.StatusCode/100 == 3 && location != "" {
		what = fmt.Sprintf("%s answered with a redirect to %s, and redirects are never followed", c.Host(), Quote(location))
	}
	if failure.Message != "" {
		what += ": " + Quote(failure.Message)
	}
	if failure.Kind != 0 {
		kind = failure.Kind
	}
	if failure.Hint != "" {
		hint = failure.Hint
	}
	return &Error{Kind: kind, What: what, Hint: hint, Status: response.StatusCode}
}

const customHint = "the profile's `requests` say how this console is asked: check them, and the base URL"

const inferredHint = "how this console is asked is inferred, not documented: a profile can override it with `requests`, or check the base URL"

// judge gives the kind of a failure and what to do about it, by the status.
func (c *Client) judge(action Action, response *http.Response, failure Failure) (Kind, string) {
	status := response.StatusCode
	switch {
	case status == http.StatusUnauthorized && c.dialect.customHeader:
		return Denied, "check the profile's credential_header; or sign in again with `login`, with " + c.dialect.SignIn
	case status == http.StatusUnauthorized:
		return Denied, "sign in again with `login`, or set KEYCTL_API_KEY, with " + c.dialect.SignIn
	case status == http.StatusForbidden:
		return Denied, "ask the owner of the account for the permission, or sign in as somebody who has it"
	case status == http.StatusNotFound && (action.Effect == Changes || action.OfKey) && failure.Message != "":
		return NotFound, "`list` shows the keys there are"
	case status == http.StatusGone && action.OfKey:
		return NotFound, "the secret is lost: revoke the key, then create another"
	case status == http.StatusConflict && action.Effect == Creates:
		return Conflict, "`list` shows the keys there are; revoke one that is not needed any more"
	case status == http.StatusConflict:
		return Conflict, "`list` shows the state of the keys"
	case status == http.StatusTooManyRequests:
		if wait, ok := retryAfter(response.Header, time.Now()); ok {
			return RateLimited, fmt.Sprintf("try again in %s", wait.Round(time.Second))
		}
		return RateLimited, "try again in a minute"
	case undecided(status) && action.Effect != Reads:
		return UnknownOutcome, "`list` shows what has become of it"
	case status >= 500 || status == http.StatusRequestTimeout:
		return Unreachable, "the console has a problem: try again later"
	case action.Custom && status == http.StatusNotFound:
		return Unreachable, customHint
	case action.Custom && status == http.StatusMethodNotAllowed:
		return Failed, customHint
	case action.Grade == Inferred && status == http.StatusNotFound:
		return Unreachable, inferredHint
	case action.Grade == Inferred && status == http.StatusMethodNotAllowed:
		return Failed, inferredHint
	case status == http.StatusNotFound, status < 400:
		return Unreachable, "check the base URL: a console answers elsewhere, or not to this address"
	}
	return Failed, "the console refuses the request as it is; `consoles` and --help show what it takes"
}

// readWhole reads an answer up to its cap. Beside an error stands what came.
func readWhole(body io.Reader) ([]byte, error) {
	var whole bytes.Buffer
	_, err := io.Copy(&whole, io.LimitReader(body, maxAnswer+1))
	if err == nil && whole.Len() > maxAnswer {
		err = errLarge
	}
	return whole.Bytes(), err
}

// webPage reports whether an answer is a page for people: with status 200
// that is the login of a proxy, not a success.
func webPage(header http.Header, body []byte) bool {
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	return kind == "text/html" || bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}
