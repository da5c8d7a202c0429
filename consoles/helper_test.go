package consoles_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/consoles"
	"keyctl/emulator"
	"keyctl/internal/memory"
	"keyctl/internal/secrets"
)

// arrived is a request as the server saw it.
type arrived struct {
	connection int
	method     string
	path       string
	header     http.Header
	body       []byte
}

// variant is a console, or one in a mode in which it has other verbs.
type variant struct {
	name    string
	console consoles.Console
	options client.Options
}

// theWorkspace is one that the emulated account has.
const theWorkspace = "42"

func variants() []variant {
	var all []variant
	for _, console := range known() {
		all = append(all, variant{console.Name, console, client.Options{}})
		if console.Dialect().Workspace != nil {
			all = append(all, variant{console.Name + " workspace", console, client.Options{Workspace: theWorkspace}})
		}
	}
	return all
}

// rig is a client of one console, on a network in memory: the emulator, which
// a fault can stand before, and a second host, which nothing should reach.
type rig struct {
	t       *testing.T
	path    string // below which the console is
	dialect client.Dialect
	client  *client.Client
	secret  string
	effect  http.Handler // the emulator
	trace   bytes.Buffer

	key       client.Key     // that is there to be changed
	keySecret secrets.Secret // its secret

	mutex    sync.Mutex
	requests []arrived
	strays   []arrived
	fault    func(http.ResponseWriter, *http.Request, http.Handler)
	hits     func(*http.Request) bool
	times    int // how many more requests meet the fault; negative: all
}

// newRig is to be called inside a synctest bubble.
func newRig(t *testing.T, v variant) *rig { return newLimitedRig(t, v, 0) }

// newLimitedRig is one whose account can have so many keys.
func newLimitedRig(t *testing.T, v variant, limit int) *rig {
	t.Helper()
	half := v.console.Half()
	embedded, err := emulator.New(emulator.Settings{InMemory: true, Limit: limit}, []emulator.Half{half})
	if err != nil {
		t.Fatal(err)
	}
	dialect, err := v.console.Dialect().With(v.options)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, path: half.Path, dialect: dialect, secret: embedded.Credential(half.Console), effect: embedded.Handler()}
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
		Credential: client.Credential{Secret: secrets.New(r.secret), Origin: "http://localhost:80"},
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
	targets := r.targets(verb)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.fault, r.times = fault, times
	r.hits = func(request *http.Request) bool {
		return slices.Contains(targets, request.Method+" "+request.URL.Path)
	}
	r.requests = nil
}

// targets are the requests with which a verb is carried out.
func (r *rig) targets(verb client.Verb) []string {
	action := r.dialect.Actions[verb]
	var targets []string
	for _, ask := range []func(client.Wish) (client.Request, error){action.Request, action.Older} {
		if ask == nil {
			continue
		}
		request, err := ask(client.Wish{ID: cmp.Or(r.key.ID, "none"), Draft: r.draft(verb)})
		if err != nil {
			r.t.Fatal(err)
		}
		targets = append(targets, request.Method+" "+r.path+"/"+strings.Join(request.Path, "/"))
	}
	return targets
}

// sent counts the requests of a verb since the fault was armed.
func (r *rig) sent(verb client.Verb) []arrived {
	targets := r.targets(verb)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.DeleteFunc(slices.Clone(r.requests), func(a arrived) bool { return !slices.Contains(targets, a.method+" "+a.path) })
}

// draft is what a verb is tried with.
func (r *rig) draft(verb client.Verb) client.Draft {
	draft := client.Draft{Name: string(verb) + "-name"}
	has := len(r.dialect.Scopes) > 1
	switch {
	case verb == client.VerbQuota:
		draft.Quota = &client.Quota{Limit: 1000}
	case verb == client.VerbExpire:
		draft.Expiry.At = time.Now().UTC().Add(24 * time.Hour).Truncate(time.Second)
	case verb == client.VerbScope && has:
		draft.Scopes = []client.Scope{client.Scope(r.dialect.Scopes[1])}
	case verb == client.VerbCreate && has:
		draft.Scopes = []client.Scope{client.Scope(r.dialect.Scopes[0])}
	}
	return draft
}

// subject makes a key for a verb, and leaves an idle connection behind.
func (r *rig) subject(verb client.Verb) client.Key {
	r.t.Helper()
	draft := r.draft(client.VerbCreate)
	draft.Name = "subject"
	created, err := r.client.Create(r.t.Context(), draft, client.Before{}, keep)
	if err != nil {
		r.t.Fatal(err)
	}
	r.key, r.keySecret = created.Key, created.Secret
	if _, offered := r.dialect.Actions[verb]; offered && verb == client.VerbEnable {
		results, err := r.client.Change(r.t.Context(), client.VerbDisable, []client.Key{r.key}, client.Draft{})
		if err != nil || results[0].Err != nil {
			r.t.Fatalf("disabled %v, %v", results, err)
		}
	}
	subject := created.Key
	for key, err := range r.client.List(r.t.Context()) {
		if err != nil || key.ID != created.Key.ID {
			r.t.Fatalf("listed %v, %v, after creating %s", key, err, created.Key.ID)
		}
		subject.Listed = key.Listed
	}
	return subject
}

// do carries out a verb and gives the key it was about.
func (r *rig) do(verb client.Verb, subject client.Key) (client.Key, error) {
	switch verb {
	case client.VerbCreate:
		created, err := r.client.Create(r.t.Context(), r.draft(verb), client.Before{}, keep)
		return created.Key, err
	case client.VerbList:
		for _, err := range r.client.List(r.t.Context()) {
			if err != nil {
				return client.Key{}, err
			}
		}
		return client.Key{}, nil
	case client.VerbVerify:
		verified, err := r.client.Verify(r.t.Context(), r.keySecret)
		if err == nil && verified.Verdict != client.Works {
			err = errors.New(verified.Why)
		}
		return subject, err
	case client.VerbUsage:
		_, err := r.client.Usage(r.t.Context(), subject, time.Now().Add(-24*time.Hour), time.Now())
		return subject, err
	case client.VerbSecret:
		raw, err := r.client.SecretAgain(r.t.Context(), cmp.Or(subject.ID, "none"))
		if err != nil {
			return subject, err
		}
		again, err := r.dialect.Understand(200, raw)
		if err == nil && (again.Key.ID != subject.ID || !again.Secret.Equal(r.keySecret)) {
			err = errors.New("it is another secret")
		}
		return subject, err
	}
	results, err := r.client.Change(r.t.Context(), verb, []client.Key{subject}, r.draft(verb))
	if err != nil {
		return client.Key{}, err
	}
	return results[0].Key, results[0].Err
}

func keep(int, secrets.Secret) error { return nil }

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
