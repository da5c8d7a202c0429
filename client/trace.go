package client

import (
	"fmt"
	"net/http"
	"time"
)

// traced is a request in the trace, until its answer is known.
type traced struct {
	client *Client
	since  time.Time
}

// traceRequest writes one line: the method and the address. Headers and
// bodies hold secrets and never enter the trace.
func (c *Client) traceRequest(r *http.Request) traced {
	if c.trace != nil {
		_, _ = fmt.Fprintf(c.trace, "> %s %s (%d bytes)\n", r.Method, Printable(r.URL.String()), max(r.ContentLength, 0))
	}
	return traced{c, time.Now()}
}

// answer writes one line: the status, what tells about limits, and how long
// the answer took to begin.
func (t traced) answer(r *http.Response, err error) {
	if t.client.trace == nil {
		return
	}
	took := time.Since(t.since).Round(time.Millisecond)
	if err != nil {
		_, _ = fmt.Fprintf(t.client.trace, "< %s after %s\n", Quote(err.Error()), took)
		return
	}
	line := fmt.Sprintf("< %d %s after %s", r.StatusCode, r.Proto, took)
	for _, name := range []string{"Content-Type", "Retry-After", "X-Request-Id"} {
		if value := r.Header.Get(name); value != "" {
			line += fmt.Sprintf(", %s %s", name, Quote(value))
		}
	}
	_, _ = fmt.Fprintln(t.client.trace, line)
}
