package client

import (
	"crypto/tls"
	"net/http"
	"strings"
	"testing"

	"keyctl/internal/testca"
)

func TestAnAuthorityOfOnesOwnIsTrustedForReadsAndCreates(t *testing.T) {
	t.Parallel()
	authority, other := testca.New(t, "Test Authority"), testca.New(t, "Another")
	selfSigned := testca.SelfSigned(t)
	link := authority.Intermediate("Link")
	for name, test := range map[string]struct {
		certificate tls.Certificate
		file        string
	}{
		"an authority":              {authority.Issue(), testca.File(t, authority.Certificate)},
		"one of several":            {authority.Issue(), testca.File(t, other.Certificate, authority.Certificate, other.Certificate)},
		"a self-signed certificate": {selfSigned, testca.File(t, selfSigned.Leaf)},
		"a link that wasn't sent":   {link.Issue(), testca.File(t, link.Certificate)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serveTLS(t, serving(test.certificate))
			c := newClient(t, Settings{Base: server.URL + "/v1", CAFile: test.file})
			defer c.Close()
			for range 2 {
				if _, err := (&world{Client: c}).list(t.Context()); err != nil {
					t.Error(err)
				}
				if _, err := c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw); err != nil {
					t.Error(err)
				}
			}
			if got := strings.Join(server.seen(), ", "); got != "GET HTTP/2.0, POST HTTP/1.1, GET HTTP/2.0, POST HTTP/1.1" {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestPlainHTTPReadsNoAuthorities(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, `{"keys":[]}`) })
	c := newClient(t, Settings{Base: "http://localhost/v1", CAFile: "/nowhere/ca.pem", Transport: w.settings.Transport})
	defer c.Close()
	if _, err := (&world{Client: c}).list(t.Context()); err != nil {
		t.Error(err)
	}
}
