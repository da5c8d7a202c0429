package network

import (
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"keyctl/internal/killpoint"
	"keyctl/internal/safetext"
)

// Line is the way to one console: the connections, and the proxy that they go
// through.
type Line struct {
	base      *url.URL
	transport *http.Transport // reuses connections
	asked     atomic.Bool     // a server wanted a certificate of ours
}

// New makes the line to a base URL. Nothing but the CA file is opened before
// the first request, and for plain http not even that. given takes the place of
// the network; nil is the network. It is cloned.
func New(base *url.URL, given *http.Transport, caFile string) (*Line, error) {
	var authorities *x509.CertPool
	if caFile != "" && base.Scheme == "https" {
		var err error
		if authorities, err = trusted(caFile); err != nil {
			return nil, err
		}
	}
	l := &Line{base: base}
	l.transport = newTransport(given, base, authorities, &l.asked)
	return l, nil
}

// Send sends a request once, on a connection of its own if alone says so. The
// error is a [NotSent] when the request provably never left. A caller that gets an
// answer closes its body.
func (l *Line) Send(request *http.Request, alone bool) (*http.Response, error) {
	left, reused := false, false
	trace := &httptrace.ClientTrace{
		GotConn:      func(got httptrace.GotConnInfo) { left, reused = true, got.Reused },
		WroteRequest: func(httptrace.WroteRequestInfo) { killpoint.At("send: after the request left") },
	}
	request = request.WithContext(httptrace.WithClientTrace(request.Context(), trace))
	transport := l.transport
	if alone {
		transport = fresh(transport)
	}
	l.asked.Store(false)
	killpoint.At("send: before the request")
	response, err := transport.RoundTrip(request)
	killpoint.At("send: after the answer's header")
	if err == nil {
		return response, nil
	}
	if l.asked.Load() {
		err = certificateAsked{err}
	}
	if !left || !reused && unwelcome(err) {
		return nil, NotSent{err}
	}
	return nil, err
}

// Close gives back the connections.
func (l *Line) Close() { l.transport.CloseIdleConnections() }

// Way names the console, and the proxy before it if there is one.
func (l *Line) Way() string {
	if proxy := l.proxy(); proxy != nil {
		return l.base.Host + " through the proxy " + safetext.Printable(proxy.Host)
	}
	return l.base.Host
}

// proxy is what the requests go through, nil for none.
func (l *Line) proxy() *url.URL {
	if l.transport.Proxy == nil {
		return nil
	}
	proxy, err := l.transport.Proxy(&http.Request{URL: l.base})
	if err != nil {
		return nil
	}
	return proxy
}

// Explain puts an error of the network into words.
func (l *Line) Explain(err error) (what, hint string) {
	place, found := l.Way(), obstacleOf(err)
	if proxy := l.proxy(); proxy != nil && beforeProxy(err) {
		place = "the proxy " + safetext.Printable(proxy.Host)
	}
	if found.what == "" {
		return fmt.Sprintf("no connection to %s in time", place), found.hint
	}
	return fmt.Sprintf("cannot reach %s: %s", place, found.what), found.hint
}
