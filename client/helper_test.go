package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"keyctl/client/network"
	"keyctl/client/wire"
	"keyctl/internal/errs"
	"keyctl/internal/memory"
	"keyctl/internal/secrets"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	testPrefix = "tk_"
	testSecret = "tk_0123456789abcdef0123456789abcdef"
	testLogin  = "tk_login-of-the-account-itself"
)

// largestAnswer is how many bytes of an answer are read.
const largestAnswer = 8 << 20

type testKey struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Prefix    string         `json:"prefix"`
	CreatedAt wire.Timestamp `json:"created_at"`
	RevokedAt wire.Timestamp `json:"revoked_at"`
}

func (w *testKey) key() Key {
	return Key{
		ID: w.ID, Name: w.Name, Prefix: secrets.PublicPrefix(w.Prefix), Status: StatusAt(time.Now(), w.RevokedAt.Time, time.Time{}),
		CreatedAt: w.CreatedAt.Time, RevokedAt: w.RevokedAt.Time,
	}
}

// testDialect is a console of the tests' own, with pages.
func testDialect() Dialect {
	change := func(method string, body func(Draft) any) Action {
		return Action{Effect: Changes, Request: func(w Wish) (Request, error) {
			return Request{Method: method, Path: []string{"keys", w.ID}, Body: body(w.Draft)}, nil
		}}
	}
	return Dialect{
		Console: "test", Base: "https://console.example/v1", KeyPrefix: testPrefix, MaxName: 64, SignIn: "the right key",
		Unknown:   []Field{FieldScopes},
		Authorize: func(header http.Header, secret secrets.Secret) { header.Set("X-API-Key", secret.Reveal()) },
		Failure: func(_ int, body []byte) Failure {
			var answer struct{ Error string }
			_ = json.Unmarshal(body, &answer)
			return Failure{Message: answer.Error}
		},
		Actions: map[Verb]Action{
			VerbCreate: {
				Effect: Creates, Created: testCreated,
				Request: func(w Wish) (Request, error) {
					return Request{Method: http.MethodPost, Path: []string{"keys"}, Body: map[string]string{"name": w.Draft.Name}}, nil
				},
			},
			VerbList: {
				Effect: Reads, Keys: testKeys,
				Request: func(w Wish) (Request, error) {
					if w.Cursor != "" {
						return Request{Method: http.MethodGet, Path: []string{"keys", "page", w.Cursor}}, nil
					}
					return Request{Method: http.MethodGet, Path: []string{"keys"}}, nil
				},
			},
			VerbRename: change(http.MethodPatch, func(d Draft) any { return map[string]string{"name": d.Name} }),
			VerbRevoke: change(http.MethodDelete, func(Draft) any { return nil }),
		},
	}
}

// inPages makes the list of a console one that comes in pages.
func inPages(d Dialect) {
	list := d.Actions[VerbList]
	list.Pages = true
	d.Actions[VerbList] = list
}

func testCreated(raw []byte) (Created, error) {
	return ReadCreated(raw, testPrefix, []string{"secret", "key"}, (*testKey).key)
}

func testKeys(_ Wish, body io.Reader, yield func(Key) bool) (cursor string, err error) {
	err = wire.Each(body, []string{"keys"}, Keys((*testKey).key, yield), func(name string, value []byte) error {
		if name == "next" {
			return json.Unmarshal(value, &cursor)
		}
		return nil
	})
	return cursor, err
}

// world is a client and the server that it speaks to, over memory.
type world struct {
	*Client
	mutex    sync.Mutex
	requests []string // METHOD PATH
	dial     func(context.Context) (net.Conn, error)
}

// newWorld is for synctest bubbles and for outside of them.
func newWorld(t *testing.T, handler http.HandlerFunc) *world {
	t.Helper()
	w := &world{}
	listener := memory.Listen()
	// A connection is counted where it is accepted, so that none is added any
	// more once Serve has returned; it is closed after its handler has returned.
	var open sync.WaitGroup
	count := func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Done()
		}
	}
	server := &http.Server{ErrorLog: log.New(io.Discard, "", 0), ConnState: count, Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mutex.Lock()
		w.requests = append(w.requests, r.Method+" "+r.URL.EscapedPath())
		w.mutex.Unlock()
		body, _ := io.ReadAll(r.Body) // net/http watches the connection only once the body is read
		r.Body = io.NopCloser(bytes.NewReader(body))
		handler(rw, r)
	})}
	served := make(chan struct{})
	go func() { defer close(served); _ = server.Serve(listener) }()
	w.dial = listener.Dial
	w.Client = newClient(t, Settings{
		Base:      "http://localhost/v1",
		Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return w.dial(ctx) }},
	})
	t.Cleanup(func() { w.Close(); _ = server.Close(); <-served; open.Wait() })
	return w
}

// newClient completes settings with the test's dialect and credential.
func newClient(t *testing.T, s Settings) *Client {
	t.Helper()
	if s.Dialect.Console == "" {
		s.Dialect = testDialect()
	}
	base, err := network.ParseBase(s.Base)
	if err != nil {
		t.Fatal(err)
	}
	s.Credential = Credential{Secret: secrets.New(testLogin), Origin: network.Origin(base)}
	c, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sent lists the requests that begin with a method.
func (w *world) sent(method string) []string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	var found []string
	for _, request := range w.requests {
		if strings.HasPrefix(request, method+" ") {
			found = append(found, request)
		}
	}
	return found
}

func (w *world) list(ctx context.Context) (keys []Key, err error) {
	for key, err := range w.List(ctx) {
		if err != nil {
			return keys, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func write(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func own(t *testing.T, err error) *errs.Error {
	t.Helper()
	e, ok := errors.AsType[*errs.Error](err)
	if !ok {
		t.Fatalf("%v is not an *Error", err)
	}
	return e
}

func keepRaw(int, secrets.Secret) error { return nil }
