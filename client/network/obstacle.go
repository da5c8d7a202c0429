package network

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"time"

	"keyctl/internal/safetext"
)

// obstacleOf recognises the errors of the network. Of what it doesn't know it
// gives the text of the error.
func obstacleOf(err error) obstacle {
	address := "the base URL"
	if beforeProxy(err) {
		address = "HTTPS_PROXY"
	}
	if refusal, ok := errors.AsType[tunnelRefusal](err); ok {
		return refusal.obstacle()
	}
	if o := handshakeObstacle(err, address, time.Now()); o.what != "" {
		return o
	}
	var lookup *net.DNSError
	switch {
	case errors.As(err, &lookup) && lookup.IsNotFound:
		return obstacle{"the name " + safetext.Quote(lookup.Name) + " is unknown to DNS", "check " + address + " and the network", true}
	case errors.As(err, &lookup):
		return obstacle{"the name " + safetext.Quote(lookup.Name) + " could not be looked up: " + safetext.Printable(lookup.Err), "check the network and its DNS", false}
	case refused(err):
		return obstacle{"connection refused", "nothing listens there: check " + address + ", or try again later", false}
	case isTimeout(err):
		return obstacle{"", "check the network and " + address + "; where a proxy is needed, HTTPS_PROXY names it", false}
	}
	return obstacle{safetext.Printable(err.Error()), "check the network and " + address, false}
}

// beforeProxy reports whether already the way to the proxy was barred.
func beforeProxy(err error) bool {
	var failed *net.OpError
	return errors.As(err, &failed) && failed.Op == "proxyconnect"
}

// Passing reports whether an error of the network may be over soon. A wrong
// certificate, a wrong address, a proxy that says no or nonsense in the protocol
// won't be.
func Passing(err error) bool {
	var record tls.RecordHeaderError
	return !errors.As(err, &record) && !errors.Is(err, errNotLoopback) && !obstacleOf(err).lasting && !nonsensical(err)
}

// nonsensical reports whether what came is no answer in HTTP, or one whose header
// has no end. net/http has no type for that: some of it are unexported types, like
// badStringError, the rest has none at all. So this is the one place where the
// wording of an error decides, and a test holds net/http to it.
func nonsensical(err error) bool {
	return strings.Contains(err.Error(), "malformed") || strings.Contains(err.Error(), "server response headers exceeded")
}
