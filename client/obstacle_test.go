package client

import (
	"context"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/errs"
)

// unknownName dials as if DNS didn't know a name.
func unknownName(name string) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: name, Server: "10.0.0.1:53", IsNotFound: true}}
	}
}

func TestEachWayThatIsBarredHasItsWords(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err        error
		what, hint string
		dials      int // of a list
	}{
		"an unknown name": {
			&net.DNSError{Err: "no such host", Name: "localhost", Server: "10.0.0.1:53", IsNotFound: true},
			`cannot reach localhost: the name "localhost" is unknown to DNS`, "check the base URL and the network", 1,
		},
		"a name server that fails": {
			&net.DNSError{Err: "server misbehaving", Name: "localhost", IsTemporary: true},
			`cannot reach localhost: the name "localhost" could not be looked up: server misbehaving`, "check the network and its DNS", maxAttempts,
		},
		"a hostile name": {
			&net.DNSError{Err: "no\x1b[2J", Name: "lo\u202ecal"},
			`cannot reach localhost: the name "lo\u202ecal" could not be looked up: no\u001b[2J`, "DNS", maxAttempts,
		},
		"nobody there": {os.NewSyscallError("connect", syscall.ECONNREFUSED), "cannot reach localhost: connection refused", "nothing listens there: check the base URL", maxAttempts},
		"no route": {
			os.NewSyscallError("connect", syscall.ENETUNREACH),
			"cannot reach localhost: dial tcp: connect: network is unreachable", "check the network and the base URL", maxAttempts,
		},
		"no time left": {os.ErrDeadlineExceeded, "no connection to localhost in time", "where a proxy is needed, HTTPS_PROXY names it", maxAttempts},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, func(http.ResponseWriter, *http.Request) {})
				dials := 0
				w.dial = func(context.Context) (net.Conn, error) {
					dials++
					return nil, &net.OpError{Op: "dial", Net: "tcp", Err: test.err}
				}
				_, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
				if e := own(t, err); e.Kind != errs.Unreachable || e.What != test.what+"; nothing was created" || !strings.Contains(e.Hint, test.hint) || dials != 1 {
					t.Errorf("got %v after %d dials, hint: %s", err, dials, e.Hint)
				}
				_, err = w.list(t.Context())
				if e := own(t, err); e.Kind != errs.Unreachable || e.What != test.what || dials != 1+test.dials {
					t.Errorf("got %v after %d dials", err, dials)
				}
			})
		})
	}
}

// TestAHandshakeThatHangsEndsInTime with a server that takes connections and
// says nothing.
func TestAHandshakeThatHangsEndsInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, Settings{Base: "https://localhost/v1", Transport: &http.Transport{
			TLSHandshakeTimeout: handshakeTimeout,
			DialContext: func(context.Context, string, string) (net.Conn, error) {
				near, far := net.Pipe()
				t.Cleanup(func() { _ = far.Close() })
				go func() { _, _ = far.Read(make([]byte, 4096)) }()
				return near, nil
			},
		}})
		defer c.Close()
		started := time.Now()
		_, err := c.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
		if e := own(t, err); e.Kind != errs.Unreachable || e.What != "cannot reach localhost: the TLS handshake was not over in time; nothing was created" || time.Since(started) != handshakeTimeout {
			t.Errorf("got %v after %s", err, time.Since(started))
		}
	})
}

// handshakeTimeout is how long a handshake may take.
const handshakeTimeout = 10 * time.Second
