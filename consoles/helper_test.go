package consoles_test

import (
	"bytes"
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/consoles"
	"keyctl/emulator"
	"keyctl/internal/memory"
)

// arrived is a request as the server saw it.
type arrived struct {
	connection int
	method     string
	path       string
	header     http.Header
	body       []byte
}

// rig is a client of one console, on a network in memory: the emulator, which
// a fault can stand before, and a second host, which nothing should reach.
type rig struct {
	t       *testing.T
	console consoles.Console
	dialect client.Dialect
	client  *client.Client
	secret  string
	effect  http.Handler // the emulator
	trace   bytes.Buffer

	mutex    sync.Mutex
	requests []arrived
	strays   []arrived
	fault    func(http.ResponseWriter, *http.Request, http.Handler)
	hits     func(*http.Request) bool
	times    int // how many more requests meet the fault; negative: all
}

// newRig is to be called inside a synctest bubble.
func newRig(t *testing.T, console consoles.Console) *rig {
	t.Helper()
	half := console.Half()
	embedded, err := emulator.New(emulator.Settings{InMemory: true}, []emulator.Half{half})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, console: console, dialect: console.Dialect(), secret: embedded.Credential(console.Name), effect: embedded.Handler()}
	home, closeHome := serve(http.HandlerFunc(r.handle))
	away, closeAway := serve(http.HandlerFunc(r.stray))
	dial := func(ctx context.Context, _, address string) (net.Conn, error) {
		if address == "localhost:80" {
			return home.Dial(ctx)
		}
		return away.Dial(ctx)
	}
	base := "http://localhost" + half.Path
	r.client, err = client.New(client.Settings{
		Dialect: r.dialect, Base: base, UserAgent: "keyctl/test", Trace: &r.trace,
		Credential: client.Credential{Secret: client.NewSecret(r.secret), Origin: "http://localhost:80"},
		Transport:  &http.Transport{DialContext: dial},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		r.client.Close()
		closeHome()
		closeAway()
		if err := embedded.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func (r *rig) handle(w http.ResponseWriter, request *http.Request) {
	noted := note(request)
	r.mutex.Lock()
	r.requests = append(r.requests, noted)
	meets := r.fault != nil && r.times != 0 && r.hits(request)
	if meets {
		r.times--
	}
	r.mutex.Unlock()
	if meets {
		r.fault(w, request, r.effect)
		return
	}
	r.effect.ServeHTTP(w, request)
}

func (r *rig) stray(_ http.ResponseWriter, request *http.Request) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.strays = append(r.strays, note(request))
}

type connectionKey struct{}

// note reads the body and puts it back.
func note(request *http.Request) arrived {
	body, _ := io.ReadAll(request.Body)
	request.Body = io.NopCloser(bytes.NewReader(body))
	connection, _ := request.Context().Value(connectionKey{}).(int)
	return arrived{connection, request.Method, request.URL.Path, request.Header.Clone(), body}
}

// arm puts a fault before the requests of a verb.
func (r *rig) arm(verb client.Verb, times int, fault func(http.ResponseWriter, *http.Request, http.Handler)) {
	effect := r.dialect.Actions[verb].Effect
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.fault, r.times = fault, times
	r.hits = func(request *http.Request) bool {
		return (request.Method == http.MethodGet) == (effect == client.Reads)
	}
	r.requests = nil
}

// sent counts the requests of a verb since the fault was armed.
func (r *rig) sent(verb client.Verb) []arrived {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	reads := r.dialect.Actions[verb].Effect == client.Reads
	return slices.DeleteFunc(slices.Clone(r.requests), func(a arrived) bool { return (a.method == http.MethodGet) != reads })
}

// draft is what a verb is tried with.
func (r *rig) draft(verb client.Verb) client.Draft {
	draft := client.Draft{Name: string(verb) + "-name"}
	has := len(r.dialect.Scopes) > 1
	switch {
	case verb == client.VerbExpire:
		draft.Expiry.At = time.Now().UTC().Add(24 * time.Hour).Truncate(time.Second)
	case verb == client.VerbScope && has:
		draft.Scopes = []client.Scope{client.Scope(r.dialect.Scopes[1])}
	case verb == client.VerbCreate && has:
		draft.Scopes = []client.Scope{client.Scope(r.dialect.Scopes[0])}
	}
	return draft
}

// subject makes a key to change, and leaves an idle connection behind.
func (r *rig) subject() client.Key {
	r.t.Helper()
	draft := r.draft(client.VerbCreate)
	draft.Name = "subject"
	created, err := r.client.Create(r.t.Context(), draft, keep)
	if err != nil {
		r.t.Fatal(err)
	}
	for key, err := range r.client.List(r.t.Context()) {
		if err != nil || key.ID != created.Key.ID {
			r.t.Fatalf("listed %v, %v, after creating %s", key, err, created.Key.ID)
		}
	}
	return created.Key
}

// do carries out a verb and gives the key it was about.
func (r *rig) do(verb client.Verb, subject client.Key) (client.Key, error) {
	switch verb {
	case client.VerbCreate:
		created, err := r.client.Create(r.t.Context(), r.draft(verb), keep)
		return created.Key, err
	case client.VerbList:
		for _, err := range r.client.List(r.t.Context()) {
			if err != nil {
				return client.Key{}, err
			}
		}
		return client.Key{}, nil
	}
	results, err := r.client.Change(r.t.Context(), verb, []client.Key{subject}, r.draft(verb))
	if err != nil {
		return client.Key{}, err
	}
	return results[0].Key, results[0].Err
}

func keep(client.Secret) error { return nil }

func serve(handler http.Handler) (*memory.Listener, func()) {
	listener := memory.Listen()
	count := 0
	server := &http.Server{
		Handler: handler, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Hour,
		ConnContext: func(ctx context.Context, _ net.Conn) context.Context {
			count++
			return context.WithValue(ctx, connectionKey{}, count)
		},
	}
	go func() { _ = server.Serve(listener) }()
	return listener, func() { _ = server.Close() }
}
