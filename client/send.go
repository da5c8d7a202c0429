package client

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"keyctl/client/network"
	"keyctl/client/pace"
	"keyctl/client/wire"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// send sends a request once. The error is a [network.NotSent] when the request provably
// never left. The caller closes the answer's body, and ends the budget.
func (c *Client) send(b *pace.Budget, effect Effect, request Request) (*http.Response, error) {
	signed, err := c.sign(b.Context(), effect, request)
	if err != nil {
		return nil, network.Unsent(err)
	}
	b.Start()
	traced := traceRequest(c.trace, signed)
	response, err := c.line.Send(signed, effect == Creates)
	b.Pause()
	traced.answer(response, err)
	if err != nil {
		return nil, err
	}
	c.answered = wire.AnsweredBy(response.Header, time.Now())
	response.Body = b.Body(response.Body)
	return response, nil
}

// sign makes the HTTP request: addressed, checked and signed. The credential
// goes to the origin it is bound to, which [New] made sure is the base URL's.
func (c *Client) sign(ctx context.Context, effect Effect, request Request) (*http.Request, error) {
	target, err := address(c.base, request)
	if err != nil {
		return nil, err
	}
	var body io.Reader
	if request.Body != nil {
		encoded, err := json.Marshal(request.Body)
		if err != nil {
			return nil, errs.Errorf(errs.Failed, "cannot encode the request: %w", err)
		}
		body = bytes.NewReader(encoded)
	}
	signed, err := http.NewRequestWithContext(ctx, request.Method, target.String(), body)
	if err != nil {
		return nil, errs.Errorf(errs.Usage, "cannot address the request to %s", safetext.Quote(target.String()))
	}
	if effect == Creates {
		signed.GetBody = nil // net/http sends nothing again that it can't rewind
	}
	signed.Header.Set("Accept", "application/json")
	if body != nil {
		signed.Header.Set("Content-Type", "application/json")
	}
	signed.Header.Set("User-Agent", c.userAgent)
	c.dialect.Authorize(signed.Header, c.credential.Secret)
	return signed, nil
}

// address is the one place where something enters a path.
func address(base *url.URL, request Request) (*url.URL, error) {
	target := *base
	for _, segment := range request.Path {
		if err := CheckID(segment); err != nil {
			return nil, err
		}
		target.Path += "/" + segment
	}
	target.RawQuery = request.Query.Encode()
	return &target, nil
}

// traced is a request in the trace, until its answer is known.
type traced struct {
	writer io.Writer // nil for none
	since  time.Time
}

// traceRequest writes one line: the method and the address. Headers and
// bodies hold secrets and never enter the trace.
func traceRequest(w io.Writer, r *http.Request) traced {
	if w != nil {
		_, _ = fmt.Fprintf(w, "> %s %s (%d bytes)\n", r.Method, safetext.Printable(r.URL.String()), max(r.ContentLength, 0))
	}
	return traced{w, time.Now()}
}

// answer writes one line: the status, what tells about limits, and how long
// the answer took to begin.
func (t traced) answer(r *http.Response, err error) {
	if t.writer == nil {
		return
	}
	took := time.Since(t.since).Round(time.Millisecond)
	if err != nil {
		_, _ = fmt.Fprintf(t.writer, "< %s after %s\n", safetext.Quote(err.Error()), took)
		return
	}
	line := fmt.Sprintf("< %d %s after %s", r.StatusCode, r.Proto, took)
	for _, name := range []string{"Content-Type", "Retry-After", "X-Request-Id"} {
		if value := r.Header.Get(name); value != "" {
			line += fmt.Sprintf(", %s %s", name, safetext.Quote(value))
		}
	}
	_, _ = fmt.Fprintln(t.writer, line)
}
