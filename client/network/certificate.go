package network

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"strings"
	"time"

	"keyctl/internal/safetext"
)

// maxNames bounds how many names of a certificate an error lists.
const maxNames = 3

// untrusted explains certificates that no authority vouches for which is
// trusted here. An expired one among them is the likelier reason.
func untrusted(sent []*x509.Certificate, now time.Time) obstacle {
	for _, above := range sent[1:] {
		if now.Before(above.NotBefore) || now.After(above.NotAfter) {
			return outOfDate(above, sent[0], now)
		}
	}
	leaf, last := sent[0], sent[len(sent)-1]
	if bytes.Equal(leaf.RawIssuer, leaf.RawSubject) {
		return obstacle{"its certificate is self-signed, and not trusted here", "if you know it to be the right one, name it with --ca-file FILE (KEYCTL_CA_FILE)", true}
	}
	return obstacle{
		fmt.Sprintf("its certificate was signed by %s, which is not trusted here", called(last.Issuer.CommonName, last.Issuer.String())),
		"if that is your company's proxy or an authority of your own, name its certificate with --ca-file FILE (KEYCTL_CA_FILE)", true,
	}
}

// outOfDate explains a certificate whose time is over or hasn't come: leaf,
// which is the console's own, or one above it.
func outOfDate(certificate, leaf *x509.Certificate, now time.Time) obstacle {
	whose := "its certificate"
	if !certificate.Equal(leaf) {
		whose = "the certificate of its authority " + called(certificate.Subject.CommonName, certificate.Subject.String())
	}
	clock := "this machine's clock says " + instant(now)
	if now.Before(certificate.NotBefore) {
		return obstacle{whose + " is not valid before " + instant(certificate.NotBefore), clock + ": set it if that is wrong", true}
	}
	return obstacle{whose + " expired on " + instant(certificate.NotAfter), "whoever runs it has to renew it; " + clock, true}
}

func instant(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// namesOf lists what a certificate is for.
func namesOf(certificate *x509.Certificate) string {
	var names []string
	for _, name := range certificate.DNSNames {
		names = append(names, safetext.Quote(name))
	}
	for _, address := range certificate.IPAddresses {
		names = append(names, address.String())
	}
	switch more := len(names) - maxNames; {
	case len(names) == 0:
		return "no host at all"
	case more > 0:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:maxNames], ", "), more)
	}
	return strings.Join(names, ", ")
}

// called prefers a plain name to a distinguished one.
func called(common, distinguished string) string {
	if common == "" {
		common = distinguished
	}
	return safetext.Quote(common)
}
