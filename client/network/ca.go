package network

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// maxCA bounds a file of certificates: what systems bring along is a tenth of
// it.
const maxCA = 4 << 20

// trusted gives the authorities that may vouch for a console: the system's
// and, in addition to them, those of a PEM file. Behind a company's proxy both are
// needed, because it lets some hosts through as they are.
func trusted(path string) (*x509.CertPool, error) {
	text, err := readCA(path)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil { // in a bare container the file is all there is
		pool = x509.NewCertPool()
	}
	count := 0
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		switch {
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			return nil, unusableCA(path, "holds a private key").
				WithHint("name a file that holds the authority's certificate alone")
		case block.Type != "CERTIFICATE":
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, unusableCA(path, "holds a certificate that cannot be read: "+safetext.Printable(err.Error()))
		}
		pool.AddCert(certificate)
		count++
	}
	if count == 0 {
		return nil, unusableCA(path, "holds no certificate in PEM form").
			WithHint("it has to hold -----BEGIN CERTIFICATE-----; `openssl x509 -inform der -in FILE` turns DER into that")
	}
	return pool, nil
}

// CheckCA refuses a file that Settings.CAFile can't name.
func CheckCA(path string) error {
	_, err := trusted(path)
	return err
}

// readCA reads a file up to the cap. It may be a pipe of the shell.
func readCA(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadableCA(path, err)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, maxCA+1))
	switch {
	case err != nil:
		return nil, unreadableCA(path, err)
	case len(text) > maxCA:
		return nil, unusableCA(path, "is larger than 4 MiB")
	}
	return text, nil
}

func unreadableCA(path string, err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		err = failed.Err
	}
	return unusableCA(path, "cannot be read: "+safetext.Printable(err.Error()))
}

func unusableCA(path, why string) *errs.Error {
	return errs.Errorf(errs.Usage, "the CA file %s %s", safetext.Quote(path), why).
		WithHint("--ca-file and KEYCTL_CA_FILE name a PEM file of certificates")
}
