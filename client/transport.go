package client

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

const (
	maxHeader   = 64 << 10 // bytes of the header of an answer
	dialTimeout = 10 * time.Second
)

var errNotLoopback = errors.New("plain http would leave this machine")

// newTransport makes the transport for reads and changes. Redirects are not
// followed by any: that is what http.Client does, and none is used.
func newTransport(given *http.Transport, base *url.URL) *http.Transport {
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout: dialTimeout,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 1,
	}
	if base.Scheme == "http" {
		transport.Proxy, transport.DialContext = nil, dialLoopback
	}
	if given != nil {
		transport = given.Clone()
	}
	transport.MaxResponseHeaderBytes = maxHeader
	return transport
}

// fresh makes a transport whose one connection is new, speaks HTTP/1.1 and
// ends with the request: net/http sends a request again by itself on reused
// and on HTTP/2 connections.
func fresh(transport *http.Transport) *http.Transport {
	once := transport.Clone()
	once.DisableKeepAlives = true
	once.ForceAttemptHTTP2 = false
	once.Protocols = new(http.Protocols)
	once.Protocols.SetHTTP1(true)
	if once.TLSClientConfig != nil {
		once.TLSClientConfig.NextProtos = nil
	}
	return once
}

// dialLoopback connects to this machine only, whatever the name resolves to.
func dialLoopback(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: dialTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		if target, err := netip.ParseAddrPort(address); err != nil || !target.Addr().Unmap().IsLoopback() {
			return errNotLoopback
		}
		return nil
	}}
	return dialer.DialContext(ctx, network, address)
}
