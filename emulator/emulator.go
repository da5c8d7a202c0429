package emulator

import (
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
	// RequestsPerMinute is how many requests one secret may make in any minute,
	// on the consoles that limit them; 0 leaves each console its own rule.
	RequestsPerMinute int
}

// Emulator serves every console it was given from one store.
type Emulator struct {
	store   *store
	handler http.Handler
	members map[string][]member
	pipe    *pipeServer
}

// New opens the store and makes this run's credentials.
func New(settings Settings, halves []Half) (*Emulator, error) {
	if settings.Limit < 0 || settings.Latency < 0 || settings.RequestsPerMinute < 0 {
		return nil, errors.New("emulator: limit, rate and latency must not be negative")
	}
	if err := checkHalves(halves); err != nil {
		return nil, fmt.Errorf("emulator: %w", err)
	}
	store, err := openStore(settings)
	if err != nil {
		return nil, fmt.Errorf("emulator: %w", err)
	}
	halves = slices.Clone(halves)
	e := &Emulator{store: store, members: make(map[string][]member)}
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
		members := newMembers(half)
		e.members[half.Console] = members
		handlers[i] = http.StripPrefix(half.Path, half.Handler(&Account{
			console:    half.Console,
			rules:      half.Rules.under(settings),
			namespaces: slices.Clone(half.Namespaces),
			members:    members,
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

// Handler serves every console under its path. It answers only requests to a
// loopback host without an Origin header.
func (e *Emulator) Handler() http.Handler { return e.handler }

// Close ends every connection that Dial made and lets go of the store.
func (e *Emulator) Close() error {
	e.pipe.close()
	return e.store.close()
}
