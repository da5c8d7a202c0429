package client

import (
	"context"
	"net"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/errs"
)

// watch notes how long each wait took, and fails when waits overlap or are
// over twice.
type watch struct {
	t       *testing.T
	waiting bool
	since   time.Time
	waits   []time.Duration
}

func (w *watch) wait(waiting bool) {
	if waiting == w.waiting {
		w.t.Errorf("waiting is %v twice", waiting)
	}
	w.waiting = waiting
	if waiting {
		w.since = time.Now()
		return
	}
	w.waits = append(w.waits, time.Since(w.since))
}

// long gives the waits that took any time.
func (w *watch) long() []time.Duration {
	return slices.DeleteFunc(slices.Clone(w.waits), func(d time.Duration) bool { return d == 0 })
}

// newWatched is a world whose waits are watched.
func newWatched(t *testing.T, handler http.HandlerFunc) (*world, *watch) {
	w, seen := newWorld(t, handler), &watch{t: t}
	w.waiting = seen.wait
	return w, seen
}

func TestWaitingIsToldExactlyWhileItLasts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, seen := newWatched(t, func(rw http.ResponseWriter, _ *http.Request) {
			time.Sleep(3 * time.Second)
			_, _ = rw.Write([]byte(`{"keys":[{"id":"a"},`))
			_ = http.NewResponseController(rw).Flush()
			time.Sleep(7 * time.Second)
			_, _ = rw.Write([]byte(`{"id":"b"}]}`))
		})
		for key, err := range w.List(t.Context()) {
			if err != nil || seen.waiting {
				t.Errorf("waiting is %v while there is %v, %v", seen.waiting, key, err)
			}
			time.Sleep(time.Second) // the reader's own time
		}
		if got := seen.long(); !slices.Equal(got, []time.Duration{3 * time.Second, 6 * time.Second}) || seen.waiting {
			t.Errorf("got %v", got)
		}
	})
}

func TestWaitingIsToldDuringThePausesBeforeARetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		w, seen := newWatched(t, func(rw http.ResponseWriter, _ *http.Request) {
			if tries++; tries == 1 {
				rw.Header().Set("Retry-After", "9")
				write(rw, 429, `{}`)
				return
			}
			write(rw, 200, `{"keys":[]}`)
		})
		if _, err := w.list(t.Context()); err != nil || !slices.Equal(seen.long(), []time.Duration{9 * time.Second}) {
			t.Errorf("got %v, %v", seen.long(), err)
		}
	})
}

func TestWaitingIsOverHoweverItEnds(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*world) error{
		"a timeout": func(w *world) error { _, err := w.list(context.Background()); return err },
		"an interruption": func(w *world) error {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			defer cancel()
			_, err := w.list(ctx)
			return err
		},
		"no connection": func(w *world) error {
			w.dial = func(ctx context.Context) (net.Conn, error) { return unknownName("x")(ctx, "", "") }
			_, err := w.list(context.Background())
			return err
		},
		"a create without an answer": func(w *world) error {
			_, err := w.Create(context.Background(), Draft{Name: "ci"}, Before{}, keepRaw)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w, seen := newWatched(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
				err := end(w)
				synctest.Wait()
				if err == nil || seen.waiting || len(seen.waits) == 0 {
					t.Errorf("got %v, waiting is %v", err, seen.waiting)
				}
			})
		})
	}
}

func TestWaitingIsToldBetweenTheLooksAtAChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a")
		s.after = func(*http.Request) int { return 200 }
		w, seen := newWatched(t, func(rw http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodDelete {
				write(rw, 200, `{}`)
				return
			}
			s.ServeHTTP(rw, r)
		})
		results, err := w.Change(t.Context(), VerbRevoke, s.keys, Draft{})
		if err != nil || errs.KindOf(results[0].Err) != errs.UnknownOutcome {
			t.Errorf("got %v, %v", results, err)
		}
		if got := seen.long(); !slices.Equal(got, []time.Duration{500 * time.Millisecond, 1500 * time.Millisecond}) {
			t.Errorf("got %v", got)
		}
	})
}
