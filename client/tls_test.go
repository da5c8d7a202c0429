package client

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/testca"
)

// secureServer is a console over TLS that notes what it is asked.
type secureServer struct {
	*httptest.Server
	tries atomic.Int32 // the connections
	mutex sync.Mutex
	log   []string // METHOD PROTOCOL
}

func (s *secureServer) seen() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.log)
}

// serveTLS serves an empty list, and a new key to every POST.
func serveTLS(t *testing.T, config *tls.Config) *secureServer {
	t.Helper()
	s := &secureServer{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		s.log = append(s.log, r.Method+" "+r.Proto)
		s.mutex.Unlock()
		if r.Method == http.MethodPost {
			write(w, 201, madeKey)
			return
		}
		write(w, 200, `{"keys":[]}`)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.tries.Add(1)
		}
	}
	s.EnableHTTP2 = true
	s.TLS = config
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func serving(certificate tls.Certificate) *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{certificate}}
}

// refusedBoth checks that neither a list nor a create gets through, that both
// say the same, and that nothing is tried twice: tries counts the connections.
func refusedBoth(t *testing.T, c *Client, tries *atomic.Int32, pattern, hint string) {
	t.Helper()
	for _, problem := range notRefused(t, c, tries, pattern, hint) {
		t.Error(problem)
	}
}

// notRefused lists what [refusedBoth] does not accept.
func notRefused(t *testing.T, c *Client, tries *atomic.Int32, pattern, hint string) (problems []string) {
	t.Helper()
	defer c.Close()
	found := func(format string, values ...any) { problems = append(problems, fmt.Sprintf(format, values...)) }
	before := tries.Load()
	_, failed := c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
	_, listed := (&world{Client: c}).list(t.Context())
	if count := tries.Load() - before; count != 2 {
		found("tried %d times", count)
	}
	for what, err := range map[string]error{"; nothing was created": failed, "": listed} {
		e := own(t, err)
		shape := regexp.MustCompile(`^cannot reach [^ ]+: ` + pattern + what + `$`)
		if e.Kind != errs.Unreachable || !shape.MatchString(e.What) || !regexp.MustCompile(hint).MatchString(e.Hint) {
			found("got %d: %s\nhint: %s\nwant %s\nhint: %s", e.Kind, e.What, e.Hint, shape, hint)
		}
		if safetext.Printable(e.What) != e.What || strings.HasSuffix(e.What, ".") || strings.Contains(e.What+e.Hint, "x509:") {
			found("got %q", e.What)
		}
	}
	return problems
}

// TestEachWrongCertificateHasItsWords: the authority is one that is trusted.
func TestEachWrongCertificateHasItsWords(t *testing.T) {
	t.Parallel()
	authority, stranger := testca.New(t, "Test Authority"), testca.New(t, "Strange\x1b[2J Authority")
	at := time.Now().UTC().Truncate(time.Second)
	expired := func(c *x509.Certificate) { c.NotBefore, c.NotAfter = at.Add(-48*time.Hour), at.Add(-24*time.Hour) }
	below := authority.Intermediate("Old Intermediate", expired)
	throughOld := below.Issue()
	throughOld.Certificate = append(throughOld.Certificate, below.Certificate.Raw)
	for name, test := range map[string]struct {
		certificate tls.Certificate
		says, hint  string
	}{
		"expired": {authority.Issue(expired), `its certificate expired on ` + at.Add(-24*time.Hour).Format(time.RFC3339), `has to renew it; this machine's clock says ` + at.Format("2006-")},
		"not yet": {authority.Issue(func(c *x509.Certificate) { c.NotBefore = at.Add(time.Hour / 2) }), `its certificate is not valid before ` + at.Add(time.Hour/2).Format(time.RFC3339), `this machine's clock says .*: set it if that is wrong`},
		"for another host": {
			authority.Issue(func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = []string{"a.example", "*.b.example"}, nil }),
			`its certificate is for "a\.example", "\*\.b\.example", not for "127\.0\.0\.1"`, `check the base URL; something else`,
		},
		"for many others": {
			authority.Issue(func(c *x509.Certificate) {
				c.DNSNames, c.IPAddresses = []string{"a", "b", "c", "d"}, []net.IP{net.IPv4(10, 0, 0, 1)}
			}),
			`its certificate is for "a", "b", "c" and 2 more, not for "127\.0\.0\.1"`, `check the base URL`,
		},
		"for nobody":              {authority.Issue(func(c *x509.Certificate) { c.DNSNames, c.IPAddresses = nil, nil }), `its certificate is for no host at all, not for "127\.0\.0\.1"`, `check the base URL`},
		"self-signed":             {testca.SelfSigned(t), `its certificate is self-signed, and not trusted here`, `name it with --ca-file FILE \(KEYCTL_CA_FILE\)`},
		"of an unknown authority": {stranger.Issue(), `its certificate was signed by "Strange\\u001b\[2J Authority", which is not trusted here`, `company's proxy .* --ca-file FILE`},
		"of an expired authority": {throughOld, `the certificate of its authority "Old Intermediate" expired on .*Z`, `has to renew it`},
		"with a missing link":     {authority.Intermediate("Link").Issue(), `its certificate was signed by "Link", which is not trusted here`, `--ca-file FILE`},
		"for something else than a server": {
			authority.Issue(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning} }),
			`its certificate cannot be trusted: certificate specifies an incompatible key usage`, `has to replace the certificate`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serveTLS(t, serving(test.certificate))
			c := newClient(t, Settings{Base: server.URL + "/v1", CAFile: testca.File(t, authority.Certificate)})
			refusedBoth(t, c, &server.tries, test.says, test.hint)
			if got := server.seen(); len(got) > 0 {
				t.Errorf("%v got through", got)
			}
		})
	}
}
