package network

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	maxHeader   = 64 << 10 // bytes of the header of an answer
	dialTimeout = 10 * time.Second
)

// newTransport makes the transport for reads and changes. Redirects are not
// followed by any: that is what http.Client does, and none is used.
//
// authorities are those that a certificate may come from, nil for the system's
// own. asked is told when a server wants a certificate of ours.
func newTransport(given *http.Transport, base *url.URL, authorities *x509.CertPool, asked *atomic.Bool) *http.Transport {
	transport := &http.Transport{
		Proxy:               environmentProxy,
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
	transport.OnProxyConnectResponse = tunnelAnswered
	if base.Scheme == "https" {
		transport.TLSClientConfig = secured(transport.TLSClientConfig, authorities, asked)
	}
	return transport
}

// secured completes what is known of TLS.
func secured(given *tls.Config, authorities *x509.CertPool, asked *atomic.Bool) *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if given != nil {
		config = given.Clone()
	}
	if authorities != nil {
		config.RootCAs = authorities
	}
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		asked.Store(true)
		return &tls.Certificate{}, nil // none, which is for the server to judge
	}
	return config
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
