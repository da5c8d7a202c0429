package client

import (
	"bytes"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"keyctl/internal/errs"
)

// tlsServer serves over real TCP and TLS, and notes the protocol and the
// connection of each request.
func tlsServer(t *testing.T, handler http.HandlerFunc) (*httptest.Server, func() []string) {
	t.Helper()
	var mutex sync.Mutex
	var seen []string
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		seen = append(seen, r.Method+" "+r.Proto)
		mutex.Unlock()
		handler(w, r)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	return server, func() []string { mutex.Lock(); defer mutex.Unlock(); return slices.Clone(seen) }
}

func trusting(server *httptest.Server) *http.Transport {
	transport := server.Client().Transport.(*http.Transport)
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: transport.TLSClientConfig.RootCAs}, ForceAttemptHTTP2: true}
}

func TestACreateSpeaksHTTP1OnItsOwnConnectionAlsoToAnHTTP2Server(t *testing.T) {
	t.Parallel()
	server, seen := tlsServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			write(w, 201, madeKey)
			return
		}
		write(w, 200, `{"keys":[]}`)
	})
	c := newClient(t, Settings{Base: server.URL + "/v1", Transport: trusting(server)})
	defer c.Close()
	for range 2 {
		for _, err := range c.List(t.Context()) {
			t.Error(err)
		}
		if _, err := c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw); err != nil {
			t.Error(err)
		}
	}
	if want := []string{"GET HTTP/2.0", "POST HTTP/1.1", "GET HTTP/2.0", "POST HTTP/1.1"}; !slices.Equal(seen(), want) {
		t.Errorf("got %v", seen())
	}
}

func TestACertificateThatIsNotTrustedGetsNothing(t *testing.T) {
	t.Parallel()
	server, seen := tlsServer(t, func(http.ResponseWriter, *http.Request) {})
	server.Config.ErrorLog = nil
	c := newClient(t, Settings{Base: server.URL + "/v1"})
	defer c.Close()
	_, err := c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
	if e := own(t, err); e.Kind != errs.Unreachable || !strings.Contains(e.What, "certificate") || !strings.HasSuffix(e.What, "nothing was created") {
		t.Errorf("got %v", err)
	}
	for _, err := range c.List(t.Context()) {
		if errs.KindOf(err) != errs.Unreachable {
			t.Errorf("got %v", err)
		}
	}
	if len(seen()) != 0 {
		t.Errorf("got %v", seen())
	}
}

func TestAPortWithoutAServerIsUnreachable(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	c := newClient(t, Settings{Base: "http://" + address})
	defer c.Close()
	_, err = c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
	if e := own(t, err); e.Kind != errs.Unreachable || !strings.HasSuffix(e.What, "nothing was created") || !strings.Contains(e.What, address) {
		t.Errorf("got %v", err)
	}
}

func TestTLSToAPlainServerIsNonsense(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { write(w, 201, madeKey) }))
	defer server.Close()
	c := newClient(t, Settings{Base: strings.Replace(server.URL, "http://", "https://", 1)})
	defer c.Close()
	if _, err := c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw); errs.KindOf(err) != errs.Unreachable || !strings.Contains(err.Error(), "nothing was created") {
		t.Errorf("got %v", err)
	}
}

// TestAConnectionThatBreaksUnderAChangeIsNotUsedAgain: a kept connection that
// the server closed under the request leaves the outcome open.
func TestAConnectionThatBreaksUnderAChangeIsNotUsedAgain(t *testing.T) {
	t.Parallel()
	s := newShelf("a")
	s.after = func(*http.Request) int { panic(http.ErrAbortHandler) }
	var mutex sync.Mutex // the requests come over several connections
	deletes := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		if r.Method == http.MethodDelete {
			deletes++
		}
		s.ServeHTTP(w, r)
	}))
	defer server.Close()
	c := newClient(t, Settings{Base: server.URL + "/v1"})
	defer c.Close()
	for _, err := range c.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
	}
	results, err := c.Change(t.Context(), VerbRevoke, s.keys, Draft{})
	mutex.Lock()
	defer mutex.Unlock()
	if err != nil || results[0].Err != nil || deletes != 1 {
		t.Errorf("got %v, %v after %d deletes", results, err, deletes)
	}
}

func TestTheTraceHoldsNoSecret(t *testing.T) {
	t.Parallel()
	var trace bytes.Buffer
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Request-Id", "r\u202e1")
		w.Header().Set("Set-Cookie", "session="+testSecret)
		write(w, 201, madeKey)
	}))
	defer server.Close()
	c := newClient(t, Settings{Base: server.URL + "/v1", Trace: &trace})
	defer c.Close()
	if _, err := c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw); err != nil {
		t.Fatal(err)
	}
	got := trace.String()
	if strings.Contains(got, testSecret) || strings.Contains(got, testLogin) || !strings.Contains(got, "> POST "+server.URL+"/v1/keys (13 bytes)\n< 201 HTTP/1.1 after ") || !strings.Contains(got, `X-Request-Id "r\u202e1"`) {
		t.Errorf("got %s", got)
	}
}
