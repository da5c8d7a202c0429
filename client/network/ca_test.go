package network

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/testca"
)

// TestTheSystemsAuthoritiesStayTrusted, because a company's proxy lets some
// hosts through as they are.
func TestTheSystemsAuthoritiesStayTrusted(t *testing.T) {
	t.Parallel()
	authority := testca.New(t, "Test Authority")
	want, err := x509.SystemCertPool()
	if err != nil {
		want = x509.NewCertPool()
	}
	want.AddCert(authority.Certificate)
	if got, err := trusted(testca.File(t, authority.Certificate)); err != nil || !got.Equal(want) {
		t.Errorf("other authorities are trusted: %v", err)
	}
}

func TestAFileThatHoldsNoAuthoritiesIsRefused(t *testing.T) {
	t.Parallel()
	authority := testca.New(t, "Test Authority")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.Certificate.Raw})
	encoded, err := x509.MarshalPKCS8PrivateKey(authority.Issue().PrivateKey.(*ecdsa.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	key := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})
	folder := t.TempDir()
	for name, test := range map[string]struct {
		text []byte
		says string
	}{
		"empty":                {nil, "holds no certificate in PEM form"},
		"text":                 {[]byte("hello\n"), "holds no certificate in PEM form"},
		"der":                  {authority.Certificate.Raw, "holds no certificate in PEM form"},
		"cut short":            {certificate[:len(certificate)-20], "holds no certificate in PEM form"},
		"a request":            {pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: []byte("x")}), "holds no certificate in PEM form"},
		"a key":                {key, "holds a private key"},
		"an old key":           {pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: []byte("x")}), "holds a private key"},
		"a locked key":         {pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("x")}), "holds a private key"},
		"both":                 {append(bytes.Clone(certificate), key...), "holds a private key"},
		"nonsense":             {append(bytes.Clone(certificate), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("\x30\x03abc")})...), "holds a certificate that cannot be read: "},
		"too large":            {append(bytes.Repeat([]byte("#"), maxCA), certificate...), "is larger than 4 MiB"},
		"hostile\x1b[2J\u202e": {nil, "holds no certificate"},
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, test.text, 0o600); err != nil {
			t.Fatal(err)
		}
		refusedFile(t, path, test.says)
	}
	refusedFile(t, filepath.Join(folder, "none"), "cannot be read: no such file or directory")
	refusedFile(t, folder, "cannot be read: is a directory")
	refusedFile(t, "/dev/zero", "is larger than 4 MiB")
}

func refusedFile(t *testing.T, path, says string) {
	t.Helper()
	line, err := New(&url.URL{Scheme: "https", Host: "console.example"}, nil, path)
	e, _ := errors.AsType[*errs.Error](err)
	if line != nil || e == nil || e.Kind != errs.Usage || !strings.HasPrefix(e.What, "the CA file "+safetext.Quote(path)+" "+says) || e.Hint == "" || safetext.Printable(e.What) != e.What {
		t.Errorf("%q: got %v", path, err)
	}
}
