package custody_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"filippo.io/age"

	"keyctl/client"
	"keyctl/consoles"
	"keyctl/custody"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
	"keyctl/emulator"
	"keyctl/internal/memory"
	"keyctl/internal/secrets"
)

// rig is the custody of an account on the embedded console, which is reached
// over memory and before which a fault may stand.
type rig struct {
	custody.Custody
	t        *testing.T
	identity *age.X25519Identity
	sent     []string // method and path of each request

	mutex sync.Mutex
	fault func(w http.ResponseWriter, r *http.Request, effect http.Handler) // nil is none
	raw   []secrets.Secret                                                  // what was registered
	said  []string                                                          // warnings
}

func newRig(t *testing.T, name string) *rig {
	t.Helper()
	console, _ := consoles.Find(name)
	half := console.Half()
	embedded, err := emulator.New(emulator.Settings{InMemory: true}, []emulator.Half{half})
	if err != nil {
		t.Fatal(err)
	}
	mine, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, identity: mine}
	listener := memory.Listen()
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { //nolint:gosec // in memory
		r.mutex.Lock()
		r.sent = append(r.sent, q.Method+" "+q.URL.Path)
		fault := r.fault
		r.mutex.Unlock()
		if fault != nil {
			fault(w, q, embedded.Handler())
			return
		}
		embedded.Handler().ServeHTTP(w, q)
	})}
	go func() { _ = server.Serve(listener) }()
	speaks, err := client.New(client.Settings{
		Dialect: console.Dialect(), Base: "http://localhost" + half.Path,
		Credential: client.Credential{Secret: secrets.New(embedded.Credential(name)), Origin: "http://localhost:80"},
		Transport:  &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return listener.Dial(ctx) }},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		speaks.Close()
		_ = errors.Join(server.Close(), embedded.Close())
	})
	r.Custody = custody.Custody{
		Client: speaks, Journal: journal.Journal{Folder: filepath.Join(t.TempDir(), "journal")},
		Account: custody.Account{Profile: "work", Console: name},
		Recipient: func(context.Context) (identity.Recipient, error) {
			return identity.Recipient{Text: mine.Recipient().String(), Place: identity.Local}, nil
		},
		Register: func(raw secrets.Secret) { r.raw = append(r.raw, raw) },
		Warn:     func(format string, values ...any) { r.said = append(r.said, fmt.Sprintf(format, values...)) },
		Command:  func(words string) string { return "keyctl " + words },
	}
	return r
}

// keepNothing makes the journal one of intents only.
func (r *rig) keepNothing() {
	r.Recipient = func(context.Context) (identity.Recipient, error) { return identity.Recipient{}, nil }
}

// meet lets requests of a method meet a fault.
func (r *rig) meet(method string, fault func(w http.ResponseWriter, q *http.Request, effect http.Handler)) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.fault = func(w http.ResponseWriter, q *http.Request, effect http.Handler) {
		if q.Method == method {
			fault(w, q, effect)
			return
		}
		effect.ServeHTTP(w, q)
	}
}

// after carries a request out, and then answers something else.
func after(answer http.HandlerFunc) func(http.ResponseWriter, *http.Request, http.Handler) {
	return func(w http.ResponseWriter, q *http.Request, effect http.Handler) {
		effect.ServeHTTP(httptest.NewRecorder(), q)
		answer(w, q)
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func abort(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// posts counts the creates that were sent.
func (r *rig) posts() int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	count := 0
	for _, line := range r.sent {
		if line[:5] == "POST " {
			count++
		}
	}
	return count
}

// keys lists the keys that work.
func (r *rig) keys() []client.Key {
	r.t.Helper()
	var keys []client.Key
	for key, err := range r.Client.List(r.t.Context()) {
		if err != nil {
			r.t.Fatal(err)
		}
		if key.Status == client.Active && key.Name == "deploy" {
			keys = append(keys, key)
		}
	}
	return keys
}

// pending gives what the journal has.
func (r *rig) pending() []journal.Found {
	r.t.Helper()
	found, err := r.Journal.Pending()
	if err != nil {
		r.t.Fatal(err)
	}
	return found
}

// place is a sink in memory.
type place struct {
	name    string
	unready error
	refuses error
	got     secrets.Secret
	put     int
	before  func() // is called before it takes something
}

func (p *place) Name() string                { return p.name }
func (p *place) Ready(context.Context) error { return p.unready }

func (p *place) Put(_ context.Context, created client.Created) error {
	if p.before != nil {
		p.before()
	}
	if p.refuses != nil {
		return p.refuses
	}
	p.put++
	p.got = created.Secret
	return nil
}

// forgetful is a place that gives something else back.
type forgetful struct{ *place }

func (f forgetful) Read(context.Context) (secrets.Secret, error) {
	return secrets.New("other"), nil
}

// dated is a place that only tells when it was written.
type dated struct {
	*place
	at time.Time
}

func (d dated) Written(context.Context) (time.Time, error) { return d.at, nil }

func order(sinks ...custody.Sink) custody.Order {
	return custody.Order{Draft: client.Draft{Name: "deploy"}, Sinks: sinks}
}

func (r *rig) identify(context.Context) (age.Identity, error) { return r.identity, nil }
