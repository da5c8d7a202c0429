package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/client/pace"
	"keyctl/internal/errs"
)

func perMinute() pace.Rate { return pace.Rate{Requests: 60, Period: time.Minute} }

// turnstile is a console that answers 429 to what is beyond its limit, counted
// as strictly as one can.
type turnstile struct {
	rate    pace.Rate
	latency time.Duration // before a request is counted, and again behind it
	next    http.Handler
	mutex   sync.Mutex
	counted []time.Time
	refused int
}

func (s *turnstile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	time.Sleep(s.latency)
	defer time.Sleep(s.latency)
	s.mutex.Lock()
	now := time.Now()
	s.counted = slices.DeleteFunc(s.counted, func(at time.Time) bool { return now.Sub(at) >= s.rate.Period })
	if len(s.counted) >= s.rate.Requests {
		s.refused++
		w.Header().Set("Retry-After", fmt.Sprint(int(s.counted[0].Add(s.rate.Period).Sub(now)/time.Second)+1))
		s.mutex.Unlock()
		write(w, http.StatusTooManyRequests, `{"error":"Too Many Requests"}`)
		return
	}
	s.counted = append(s.counted, now)
	s.mutex.Unlock()
	s.next.ServeHTTP(w, r)
}

// limited is a world whose console has a limit that the client knows.
func limited(t *testing.T, console *turnstile) *world {
	w := newWorld(t, console.ServeHTTP)
	w.dialect.Limit, w.window = console.rate, pace.NewWindow(console.rate)
	return w
}

// manyKeys is a shelf of so many keys.
func manyKeys(count int) (*shelf, []Key) {
	var ids []string
	for i := range count {
		ids = append(ids, fmt.Sprintf("k%d", i))
	}
	s := newShelf(ids...)
	return s, s.keys
}

// TestManyRevokesKeepWithinTheLimit: 200 revokes and the list that confirms
// them are 201 requests, which take three periods at best.
func TestManyRevokesKeepWithinTheLimit(t *testing.T) {
	t.Parallel()
	for _, latency := range []time.Duration{0, 40 * time.Millisecond} {
		t.Run(latency.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				shelf, keys := manyKeys(200)
				console := &turnstile{rate: perMinute(), latency: latency, next: shelf}
				w := limited(t, console)
				var rests []time.Duration
				w.resting = func(pause time.Duration) { rests = append(rests, pause) }
				start := time.Now()
				results, err := w.Change(t.Context(), VerbRevoke, keys, Draft{})
				if err != nil || slices.ContainsFunc(results, func(r Result) bool { return r.Err != nil || r.Key.Status != Revoked }) {
					t.Errorf("ended with %v, %v", results, err)
				}
				best := 3*time.Minute + 21*2*latency
				if took := time.Since(start); took > best*103/100 || console.refused != 0 {
					t.Errorf("took %s, at best %s, with %d refusals", took, best, console.refused)
				}
				if len(rests) == 0 || slices.ContainsFunc(rests, func(d time.Duration) bool { return d <= 0 || d > time.Minute }) {
					t.Errorf("told rests of %v", rests)
				}
			})
		})
	}
}

// TestALimitThatOthersUsedUpIsWaitedOut also for longer than the timeout, and
// never by a create.
func TestALimitThatOthersUsedUpIsWaitedOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		shelf, keys := manyKeys(1)
		console := &turnstile{rate: perMinute(), next: shelf}
		w := limited(t, console)
		crowd := func() {
			console.counted = nil
			for range perMinute().Requests {
				console.counted = append(console.counted, time.Now())
			}
		}
		var told time.Duration
		w.resting = func(pause time.Duration) { told = pause }
		crowd()
		start := time.Now()
		if results, err := w.Change(t.Context(), VerbRevoke, keys, Draft{}); err != nil || results[0].Err != nil {
			t.Errorf("a change ended with %v, %v", results, err)
		}
		if took := time.Since(start); took != 61*time.Second || told != 61*time.Second {
			t.Errorf("it took %s, and %s was told", took, told)
		}
		crowd()
		if _, err := w.list(t.Context()); err != nil {
			t.Errorf("a list ended with %v", err)
		}
		crowd()
		before := len(w.sent(http.MethodPost))
		if _, err := w.Create(t.Context(), Draft{Name: "x"}, Before{}, keepRaw); errs.KindOf(err) != errs.RateLimited || len(w.sent(http.MethodPost)) != before+1 {
			t.Errorf("a create ended with %v", err)
		}
	})
}

func TestAWaitForTheLimitEndsWithTheCommand(t *testing.T) {
	t.Parallel()
	cause := errors.New("enough")
	for name, do := range map[string]func(context.Context, *world) error{
		"list": func(ctx context.Context, w *world) error { _, err := w.list(ctx); return err },
		"create": func(ctx context.Context, w *world) error {
			_, err := w.Create(ctx, Draft{Name: "x"}, Before{}, keepRaw)
			return err
		},
		"revoke": func(ctx context.Context, w *world) error {
			results, err := w.Change(ctx, VerbRevoke, []Key{{ID: "k0"}}, Draft{})
			return errors.Join(err, results[0].Err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				shelf, _ := manyKeys(1)
				w := limited(t, &turnstile{rate: perMinute(), next: shelf})
				for range perMinute().Requests {
					answered, err := w.window.Enter(t.Context(), w.rest)
					if err != nil {
						t.Fatal(err)
					}
					answered()
				}
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(5*time.Second, func() { cancel(cause) })
				start := time.Now()
				err := do(ctx, w)
				if err == nil || errs.KindOf(err) == errs.UnknownOutcome || time.Since(start) != 5*time.Second || len(w.requests) != 0 {
					t.Errorf("ended with %v after %s and %v", err, time.Since(start), w.requests)
				}
			})
		})
	}
}
