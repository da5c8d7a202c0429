// Package testca makes authorities and certificates for tests, also such as no
// honest authority would sign.
package testca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Authority signs certificates.
type Authority struct {
	Certificate *x509.Certificate
	t           testing.TB
	key         *ecdsa.PrivateKey
}

// New makes an authority that nobody trusts. Its own certificate can be changed
// before it is signed.
func New(t testing.TB, name string, changes ...func(*x509.Certificate)) *Authority {
	t.Helper()
	template := blank(name)
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	a := &Authority{t: t, key: newKey(t)}
	a.Certificate = sign(t, template, nil, a.key, a.key, changes)
	return a
}

// Issue signs a certificate for console.test and loopback, which can be changed
// before.
func (a *Authority) Issue(changes ...func(*x509.Certificate)) tls.Certificate {
	a.t.Helper()
	key := newKey(a.t)
	return pair(sign(a.t, server(), a.Certificate, key, a.key, changes), key)
}

// Intermediate makes an authority that this one vouches for.
func (a *Authority) Intermediate(name string, changes ...func(*x509.Certificate)) *Authority {
	a.t.Helper()
	template := blank(name)
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	below := &Authority{t: a.t, key: newKey(a.t)}
	below.Certificate = sign(a.t, template, a.Certificate, below.key, a.key, changes)
	return below
}

// SelfSigned makes a certificate like those of [Authority.Issue], but signed by itself.
func SelfSigned(t testing.TB, changes ...func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	key := newKey(t)
	return pair(sign(t, server(), nil, key, key, changes), key)
}

// File writes certificates to a PEM file of the test's and gives its path.
func File(t testing.TB, certificates ...*x509.Certificate) string {
	t.Helper()
	var text []byte
	for _, certificate := range certificates {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw})...)
	}
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func blank(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
}

func server() *x509.Certificate {
	template := blank("console.test")
	template.DNSNames = []string{"console.test", "localhost"}
	template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	return template
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// sign signs for the key of somebody; without a parent it is one's own.
func sign(t testing.TB, template, parent *x509.Certificate, key, signer *ecdsa.PrivateKey, changes []func(*x509.Certificate)) *x509.Certificate {
	t.Helper()
	for _, change := range changes {
		change(template)
	}
	if parent == nil {
		parent = template
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

func pair(certificate *x509.Certificate, key *ecdsa.PrivateKey) tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{certificate.Raw}, PrivateKey: key, Leaf: certificate}
}
