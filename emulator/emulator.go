package emulator

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Settings say where an emulator keeps its keys and how it behaves.
type Settings struct {
	// Data is the file that keeps the keys. Several processes may use it at once.
	Data string
	// InMemory keeps the keys for as long as the emulator lives, instead of Data.
	InMemory bool
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Latency delays every answer.
	Latency time.Duration
	// Faults are the requests to fail.
	Faults []Fault
	// Limit is the number of active keys an account may hold, on every
	// console; 0 leaves each console its own rule.
	Limit int
}

// Emulator serves every console it was given from one store.
type Emulator struct {
	store       *store
	handler     http.Handler
	credentials map[string]string
	pipe        *pipeServer
}

// New opens the store and makes this run's credentials.
func New(settings Settings, halves []Half) (*Emulator, error) {
	if settings.Limit < 0 || settings.Latency < 0 {
		return nil, errors.New("emulator: limit and latency must not be negative")
	}
	if err := checkHalves(halves); err != nil {
		return nil, fmt.Errorf("emulator: %w", err)
	}
	store, err := openStore(settings)
	if err != nil {
		return nil, fmt.Errorf("emulator: %w", err)
	}
	halves = slices.Clone(halves)
	e := &Emulator{store: store, credentials: make(map[string]string)}
	e.handler = guard(delay(settings.Latency, e.mount(settings, halves)))
	e.pipe = newPipeServer(e.handler)
	return e, nil
}

func (e *Emulator) mount(settings Settings, halves []Half) http.Handler {
	now := settings.Now
	if now == nil {
		now = time.Now
	}
	shared := &faults{left: slices.Clone(settings.Faults)}
	handlers := make([]http.Handler, len(halves))
	for i, half := range halves {
		credential := half.NewCredential()
		e.credentials[half.Console] = credential
		handlers[i] = http.StripPrefix(half.Path, half.Handler(&Account{
			console:    half.Console,
			rules:      half.Rules.withLimit(settings.Limit),
			namespaces: slices.Clone(half.Namespaces),
			credential: sha256.Sum256([]byte(credential)),
			store:      e.store,
			faults:     shared,
			now:        now,
		}))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i, half := range halves {
			if strings.HasPrefix(r.URL.Path, half.Path+"/") {
				handlers[i].ServeHTTP(w, r)
				return
			}
		}
		WriteJSON(w, http.StatusNotFound, map[string]string{"error": "no console is served under this path"})
	})
}

func (r Rules) withLimit(limit int) Rules {
	if limit > 0 {
		r.ActiveKeys = limit
	}
	return r
}

// Handler serves every console under its path. It answers only requests to a
// loopback host without an Origin header.
func (e *Emulator) Handler() http.Handler { return e.handler }

// Credential is this run's management credential of a console, or "" if the
// emulator doesn't serve that console.
func (e *Emulator) Credential(console string) string { return e.credentials[console] }

// Close ends every connection that Dial made and lets go of the store.
func (e *Emulator) Close() error {
	e.pipe.close()
	return e.store.close()
}
