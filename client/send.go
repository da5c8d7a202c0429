package client

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"

	"keyctl/internal/killpoint"
)

// notSent is a failure before any byte of a request could leave.
type notSent struct{ error }

func (e notSent) Unwrap() error { return e.error }

// send sends a request once. The error is a notSent when the request provably
// never left. Whoever gets the answer closes its body and ends the budget.
func (c *Client) send(b *budget, effect Effect, request Request) (*http.Response, error) {
	wire, err := c.wire(b.ctx, effect, request)
	if err != nil {
		return nil, notSent{err}
	}
	left, reused := false, false
	trace := &httptrace.ClientTrace{
		GotConn:      func(got httptrace.GotConnInfo) { left, reused = true, got.Reused },
		WroteRequest: func(httptrace.WroteRequestInfo) { killpoint.At("send: after the request left") },
	}
	wire = wire.WithContext(httptrace.WithClientTrace(wire.Context(), trace))
	transport := c.transport
	if effect == Creates {
		transport = fresh(transport)
	}
	c.asked.Store(false)
	b.start()
	line := c.traceRequest(wire)
	killpoint.At("send: before the request")
	response, err := transport.RoundTrip(wire)
	killpoint.At("send: after the answer's header")
	b.pause()
	line.answer(response, err)
	if err == nil {
		c.answered = answeredBy(response.Header, time.Now())
		response.Body = budgetBody{response.Body, b}
		return response, nil
	}
	if c.asked.Load() {
		err = certificateAsked{err}
	}
	if !left || !reused && unwelcome(err) {
		return nil, notSent{err}
	}
	return nil, err
}

// unwelcome reports whether a server refused us for want of a certificate. In
// TLS 1.3 it says so only when the request is on its way, but it can't have
// read any of that.
func unwelcome(err error) bool { return alertIn(err) == alertCertificateRequired.Error() }

// wire makes the HTTP request: addressed, checked and signed. The credential
// goes to the origin it is bound to, which [New] made sure is the base URL's.
func (c *Client) wire(ctx context.Context, effect Effect, request Request) (*http.Request, error) {
	target, err := c.address(request)
	if err != nil {
		return nil, err
	}
	var body io.Reader
	if request.Body != nil {
		encoded, err := json.Marshal(request.Body)
		if err != nil {
			return nil, Errorf(Failed, "cannot encode the request: %w", err)
		}
		body = bytes.NewReader(encoded)
	}
	wire, err := http.NewRequestWithContext(ctx, request.Method, target.String(), body)
	if err != nil {
		return nil, Errorf(Usage, "cannot address the request to %s", Quote(target.String()))
	}
	if effect == Creates {
		wire.GetBody = nil // net/http sends nothing again that it can't rewind
	}
	wire.Header.Set("Accept", "application/json")
	if body != nil {
		wire.Header.Set("Content-Type", "application/json")
	}
	wire.Header.Set("User-Agent", c.userAgent)
	c.dialect.Authorize(wire.Header, c.credential.Secret)
	return wire, nil
}

// address is the one place where something enters a path.
func (c *Client) address(request Request) (*url.URL, error) {
	target := *c.base
	for _, segment := range request.Path {
		if err := CheckID(segment); err != nil {
			return nil, err
		}
		target.Path += "/" + segment
	}
	target.RawQuery = request.Query.Encode()
	return &target, nil
}
