package client

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/testca"
)

const tunnelPassword = "hunter2-hunter2"

// through gives a client whose requests to console.test go through a proxy.
func through(t *testing.T, proxy string, changes ...func(*http.Transport)) *Client {
	t.Helper()
	address, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(address)}
	for _, change := range changes {
		change(transport)
	}
	c := newClient(t, Settings{Base: "https://console.test/v1", Transport: transport})
	t.Cleanup(c.Close)
	return c
}

func TestAProxyThatDoesNotLetThroughHasItsWords(t *testing.T) {
	t.Parallel()
	const plain, signedIn = "http://", "http://me:" + tunnelPassword + "@"
	for name, test := range map[string]struct {
		user, answer string
		says, hint   string
		tries        int32 // of a list
	}{
		"it wants a user":      {plain, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", `the proxy demands a user and a password \(407\)`, "^set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT$", 1},
		"it wants another":     {signedIn, "HTTP/1.1 407 No " + tunnelPassword + "\r\n\r\n", `the proxy does not take the user and password it was given \(407\)`, "HTTPS_PROXY", 1},
		"it forbids":           {plain, "HTTP/1.1 403 \x1b[2J\r\n\r\n", `the proxy answered 403 Forbidden to CONNECT`, "NO_PROXY", 1},
		"it is no such proxy":  {plain, "HTTP/1.1 405 Method Not Allowed\r\n\r\n", `the proxy answered 405 Method Not Allowed to CONNECT`, "NO_PROXY", 1},
		"it does as it likes":  {signedIn, "HTTP/1.1 799 " + tunnelPassword + "\r\n\r\n", `the proxy answered 799 to CONNECT`, "try again later", maxAttempts},
		"it finds nothing":     {plain, "HTTP/1.1 502 Bad Gateway\r\n\r\n", `the proxy answered 502 Bad Gateway to CONNECT`, "try again later", maxAttempts},
		"it is busy":           {plain, "HTTP/1.1 503 Service Unavailable\r\n\r\n", `the proxy answered 503 Service Unavailable to CONNECT`, "try again later", maxAttempts},
		"it hangs up":          {plain, "", `the connection was closed before anything could be sent`, "firewall", maxAttempts},
		"it speaks otherwise":  {plain, "SSH-2.0-OpenSSH\x1b[2J\r\n\r\n", `malformed HTTP .*`, "check the network", 1},
		"it redirects":         {plain, "HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\n\r\n", `the proxy answered 302 Found to CONNECT`, "NO_PROXY", 1},
		"it answers otherwise": {plain, "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\n", `the connection was closed before anything could be sent|it answers in plain http, not in https`, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var tries atomic.Int32
			address := serveRaw(t, func(connection net.Conn) { tries.Add(1); answerConnect(connection, test.answer) })
			c := through(t, test.user+address)
			var trace strings.Builder
			c.trace = &trace
			_, err := c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
			e := own(t, err)
			shape := regexp.MustCompile(`^cannot reach console\.test through the proxy ` + address + `: (` + test.says + `); nothing was created$`)
			if e.Kind != errs.Unreachable || !shape.MatchString(e.What) || !regexp.MustCompile(test.hint).MatchString(e.Hint) || tries.Load() != 1 {
				t.Errorf("got %d: %s\nhint: %s\nafter %d tries, want %s", e.Kind, e.What, e.Hint, tries.Load(), shape)
			}
			_, err = (&world{Client: c}).list(t.Context())
			if errs.KindOf(err) != errs.Unreachable || test.tries > 0 && tries.Load() != 1+test.tries {
				t.Errorf("got %v after %d tries", err, tries.Load())
			}
			if all := e.What + e.Hint + trace.String(); strings.Contains(all, "hunter2") || strings.Contains(all, "\x1b") {
				t.Errorf("shown is %q", all)
			}
		})
	}
}

// answerConnect reads a CONNECT up to its end.
func answerConnect(connection net.Conn, answer string) {
	asked := ""
	for piece := make([]byte, 4096); !strings.HasSuffix(asked, "\r\n\r\n"); {
		count, err := connection.Read(piece)
		if err != nil {
			return
		}
		asked += string(piece[:count])
	}
	_, _ = io.WriteString(connection, answer)
}

func TestAProxyThatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	for proxy, says := range map[string]string{
		"http://me:" + tunnelPassword + "@" + address: "cannot reach the proxy " + address + ": connection refused; nothing was created",
		"http://me:" + tunnelPassword + "@proxy.test": `cannot reach the proxy proxy.test: the name "proxy.test" is unknown to DNS; nothing was created`,
	} {
		c := through(t, proxy, func(transport *http.Transport) {
			if strings.Contains(proxy, ".test") {
				transport.DialContext = unknownName("proxy.test")
			}
		})
		_, err = c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
		if e := own(t, err); e.Kind != errs.Unreachable || e.What != says || !strings.Contains(e.Hint, "check HTTPS_PROXY") {
			t.Errorf("got %v, hint: %s", err, e.Hint)
		}
	}
}

// TestAProxyBehindTLSHasToBeTrusted, too, before it is told anything.
func TestAProxyBehindTLSHasToBeTrusted(t *testing.T) {
	t.Parallel()
	authority := testca.New(t, "Test Authority")
	misnamed := authority.Issue(func(c *x509.Certificate) { c.IPAddresses = nil })
	for name, test := range map[string]struct {
		server     *secureServer
		says, hint string
	}{
		"unknown":  {serveTLS(t, serving(testca.New(t, "Stranger").Issue())), `its certificate was signed by "Stranger", which is not trusted here`, "--ca-file"},
		"misnamed": {serveTLS(t, serving(misnamed)), `its certificate is for "console.test", "localhost", not for "127.0.0.1"`, "check HTTPS_PROXY"},
	} {
		proxy := strings.Replace(test.server.URL, "https://", "https://me:"+tunnelPassword+"@", 1)
		roots := x509.NewCertPool()
		roots.AddCert(authority.Certificate)
		c := through(t, proxy, func(transport *http.Transport) { transport.TLSClientConfig = &tls.Config{RootCAs: roots} })
		_, err := c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
		what := "cannot reach the proxy " + strings.TrimPrefix(test.server.URL, "https://") + ": " + test.says + "; nothing was created"
		if e := own(t, err); e.Kind != errs.Unreachable || e.What != what || !strings.Contains(e.Hint, test.hint) || len(test.server.seen()) > 0 {
			t.Errorf("%s: got %v, hint: %s", name, err, e.Hint)
		}
	}
}
