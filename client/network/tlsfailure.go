package network

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"keyctl/internal/safetext"
)

// The alerts of TLS that have a message of their own.
const (
	alertProtocolVersion     tls.AlertError = 70
	alertInternalError       tls.AlertError = 80
	alertUnrecognizedName    tls.AlertError = 112
	alertCertificateRequired tls.AlertError = 116
)

// handshakeObstacle recognises what goes wrong before both sides speak TLS. It
// says nothing of anything else. address is what led to the other side.
func handshakeObstacle(err error, address string, now time.Time) obstacle {
	if failed, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return certificateObstacle(failed, address, now)
	}
	_, asked := errors.AsType[certificateAsked](err)
	_, unsent := errors.AsType[NotSent](err)
	record, garbled := errors.AsType[tls.RecordHeaderError](err)
	alert := alertIn(err)
	hungUp := unsent && closed(err)
	unborn := strings.HasSuffix(err.Error(), "http2: client conn could not be established")
	switch {
	case alert == alertCertificateRequired.Error(), asked && (alert != "" || hungUp || unborn):
		return obstacle{"it demands a client certificate, and keyctl has none", "ask whoever runs it for a way in without one", true}
	case asked && closed(err) && writing(err): // its alert was lost behind the end of the connection
		return obstacle{"it demands a client certificate, and keyctl has none", "ask whoever runs it for a way in without one", false}
	case alert == alertProtocolVersion.Error(), unsent && strings.Contains(err.Error(), "tls: server selected unsupported protocol version"):
		return obstacle{"it offers no version of TLS that is safe: 1.2 or 1.3", "whoever runs it has to enable TLS 1.2 or 1.3", true}
	case alert == alertUnrecognizedName.Error():
		return obstacle{"it serves no host of that name over TLS", "check " + address, true}
	case alert != "" && unsent:
		return obstacle{"it refused the TLS handshake: " + strings.TrimPrefix(alert, "tls: "), "check " + address + "; whoever runs it can tell why", alert != alertInternalError.Error()}
	case garbled && bytes.HasPrefix(record.RecordHeader[:], []byte("HTTP/")):
		return obstacle{"it answers in plain http, not in https", "check the port of " + address + "; plain http is taken for this machine only", true}
	case garbled && unsent:
		return obstacle{"what answers there does not speak TLS", "check host and port of " + address, true}
	case unsent && strings.HasSuffix(err.Error(), "TLS handshake timeout"):
		return obstacle{"the TLS handshake was not over in time", "try again; a firewall or a proxy may stand in between", false}
	case hungUp:
		return obstacle{"the connection was closed before anything could be sent", "try again; a firewall or a proxy may stand in between", false}
	}
	return obstacle{}
}

// writing reports whether a connection failed while we wrote.
func writing(err error) bool {
	failed, ok := errors.AsType[*net.OpError](err)
	return ok && failed.Op == "write"
}

// alertIn is the text of the alert with which the other side ended TLS. Only
// its type tells it from what a server or a proxy wrote elsewhere.
func alertIn(err error) string {
	var failed *net.OpError
	for errors.As(err, &failed) {
		if failed.Op == "remote error" && failed.Err != nil {
			return failed.Err.Error()
		}
		err = failed.Err
	}
	return ""
}

// certificateObstacle says what is wrong with a certificate.
func certificateObstacle(failed *tls.CertificateVerificationError, address string, now time.Time) obstacle {
	var invalid x509.CertificateInvalidError
	var misnamed x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var rootless x509.SystemRootsError
	sent := failed.UnverifiedCertificates
	switch {
	case errors.As(failed.Err, &invalid) && invalid.Reason == x509.Expired && len(sent) > 0:
		return outOfDate(invalid.Cert, sent[0], now)
	case errors.As(failed.Err, &misnamed) && misnamed.Certificate != nil:
		return obstacle{
			fmt.Sprintf("its certificate is for %s, not for %s", namesOf(misnamed.Certificate), safetext.Quote(misnamed.Host)),
			"check " + address + "; something else may be answering in its place", true,
		}
	case errors.As(failed.Err, &unknown) && len(sent) > 0:
		return untrusted(sent, now)
	case errors.As(failed.Err, &rootless):
		return obstacle{"this machine knows no authority that could vouch for it", "install the system's certificates (ca-certificates), or name some with --ca-file FILE (KEYCTL_CA_FILE)", true}
	}
	return obstacle{"its certificate cannot be trusted: " + strings.TrimPrefix(safetext.Printable(failed.Err.Error()), "x509: "), "whoever runs it has to replace the certificate", true}
}

// unwelcome reports whether a server refused us for want of a certificate. In
// TLS 1.3 it says so only when the request is on its way, but it can't have
// read any of that.
func unwelcome(err error) bool { return alertIn(err) == alertCertificateRequired.Error() }
