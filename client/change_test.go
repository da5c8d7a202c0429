package client

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// shelf is a console of two or more keys, which a test can make misbehave.
type shelf struct {
	keys    []Key
	revoked map[string]bool
	deaf    bool // takes changes without doing them
	refuse  func(*http.Request) int
	after   func(*http.Request) int // once it is done
	list    func(http.ResponseWriter) bool
}

func newShelf(ids ...string) *shelf {
	s := &shelf{revoked: map[string]bool{}}
	for _, id := range ids {
		s.keys = append(s.keys, Key{ID: id, Name: "name-" + id, Prefix: "tk_other", Listed: true})
	}
	return s
}

func (s *shelf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id := strings.TrimPrefix(r.URL.Path, "/v1/keys/")
	if r.Method != http.MethodGet {
		if s.refuse != nil {
			if status := s.refuse(r); status != 0 {
				write(w, status, `{"error":"refused"}`)
				return
			}
		}
		if !s.deaf {
			s.revoked[id] = true
		}
		if s.after != nil {
			if status := s.after(r); status != 0 {
				write(w, status, `{"error":"broke"}`)
				return
			}
		}
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if s.list != nil && s.list(w) {
		return
	}
	var items []string
	for _, key := range s.keys {
		revoked := ""
		if s.revoked[key.ID] {
			revoked = "1999-04-03T10:00:00Z"
		}
		items = append(items, fmt.Sprintf(`{"id":%q,"name":%q,"prefix":%q,"revoked_at":%q}`, key.ID, key.Name, key.Prefix, revoked))
	}
	write(w, 200, `{"keys":[`+strings.Join(items, ",")+`]}`)
}

func kindsOf(results []Result) []errs.Kind {
	var kinds []errs.Kind
	for _, result := range results {
		kind := errs.Kind(0)
		if result.Err != nil {
			kind = errs.KindOf(result.Err)
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

func TestOneListConfirmsABatch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a", "b", "c")
		s.refuse = func(r *http.Request) int {
			return map[string]int{"/v1/keys/b": 403}[r.URL.Path]
		}
		w := newWorld(t, s.ServeHTTP)
		results, err := w.Change(t.Context(), VerbRevoke, s.keys, Draft{})
		if got := kindsOf(results); err != nil || !slices.Equal(got, []errs.Kind{0, errs.Denied, 0}) || len(w.sent("GET")) != 1 || len(w.sent("DELETE")) != 3 {
			t.Errorf("got %v, %v after %v", got, err, w.requests)
		}
		if results[0].Key.Status != Revoked || results[1].Key.Status != "" {
			t.Errorf("got %+v", results)
		}
	})
}

func TestARefusedChangeIsNotReadAfter(t *testing.T) {
	t.Parallel()
	s := newShelf("a")
	s.refuse = func(*http.Request) int { return 400 }
	w := newWorld(t, s.ServeHTTP)
	results, err := w.Change(t.Context(), VerbRevoke, s.keys, Draft{})
	if got := kindsOf(results); err != nil || !slices.Equal(got, []errs.Kind{errs.Failed}) || len(w.sent("GET")) != 0 {
		t.Errorf("got %v, %v after %v", got, err, w.requests)
	}
}

func TestAChangeThatIsDoneAlreadyIsASuccess(t *testing.T) {
	t.Parallel()
	for _, status := range []int{404, 409} {
		s := newShelf("a")
		s.after = func(*http.Request) int { return status }
		w := newWorld(t, s.ServeHTTP)
		results, _ := w.Change(t.Context(), VerbRevoke, s.keys, Draft{})
		if got := kindsOf(results); !slices.Equal(got, []errs.Kind{0}) {
			t.Errorf("%d: got %v, %v", status, got, results[0].Err)
		}
	}
}

func TestAListThatLagsIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a")
		looks := 0
		s.list = func(w http.ResponseWriter) bool {
			looks++
			if looks == 3 {
				return false
			}
			write(w, 200, `{"keys":[{"id":"a","name":"name-a"}]}`)
			return true
		}
		w := newWorld(t, s.ServeHTTP)
		results, _ := w.Change(t.Context(), VerbRevoke, s.keys, Draft{})
		if got := kindsOf(results); !slices.Equal(got, []errs.Kind{0}) || looks != 3 {
			t.Errorf("got %v after %d looks", got, looks)
		}
	})
}

func TestTheOwnKeyComesLastAndItsEndConfirmsIt(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]int{"an answer": 0, "a broken answer": 500} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newShelf("own", "b")
				s.keys[0].Prefix = secrets.PublicPrefix(testLogin[:12] + "...")
				s.after = func(r *http.Request) int {
					if strings.HasSuffix(r.URL.Path, "/own") {
						return after
					}
					return 0
				}
				s.list = func(w http.ResponseWriter) bool {
					if s.revoked["own"] {
						write(w, 401, `{"error":"unknown key"}`)
					}
					return s.revoked["own"]
				}
				w := newWorld(t, s.ServeHTTP)
				results, err := w.Change(t.Context(), VerbRevoke, s.keys, Draft{})
				want := []string{"DELETE /v1/keys/b", "GET /v1/keys", "DELETE /v1/keys/own", "GET /v1/keys"}
				if got := kindsOf(results); err != nil || !slices.Equal(got, []errs.Kind{0, 0}) || !slices.Equal(w.requests, want) {
					t.Errorf("got %v (%v), %v after %v", got, results[0].Err, err, w.requests)
				}
			})
		})
	}
}

// TestEveryKeyThatMayBeTheOwnOneIsRevoked: a short prefix can fit more than one.
func TestEveryKeyThatMayBeTheOwnOneIsRevoked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a", "b", "c")
		s.keys[0].Prefix, s.keys[2].Prefix = testLogin[:5], testLogin[:5]
		w := newWorld(t, s.ServeHTTP)
		results, err := w.Change(t.Context(), VerbRevoke, s.keys, Draft{})
		if got := kindsOf(results); err != nil || !slices.Equal(got, []errs.Kind{0, 0, 0}) || len(w.sent("DELETE")) != 3 {
			t.Errorf("got %v, %v after %v", got, err, w.requests)
		}
	})
}

func TestAnInterruptedBatchSaysWhatWasNotDone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := newShelf("a", "b", "c")
		s.after = func(r *http.Request) int { cancel(); <-r.Context().Done(); return 0 }
		w := newWorld(t, s.ServeHTTP)
		results, err := w.Change(ctx, VerbRevoke, s.keys, Draft{})
		if got := kindsOf(results); err != nil || !slices.Equal(got, []errs.Kind{errs.UnknownOutcome, errs.Failed, errs.Failed}) || len(w.sent("DELETE")) != 1 {
			t.Fatalf("got %v, %v after %v", got, err, w.requests)
		}
		if !strings.Contains(results[0].Err.Error(), "interrupted") || !strings.Contains(results[1].Err.Error(), "nothing was changed") {
			t.Errorf("got %v, %v", results[0].Err, results[1].Err)
		}
	})
}

func TestAWaitThatIsInterruptedChangedNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := newShelf("a")
		s.refuse = func(*http.Request) int { time.AfterFunc(100*time.Millisecond, cancel); return 429 }
		w := newWorld(t, s.ServeHTTP)
		results, _ := w.Change(ctx, VerbRevoke, s.keys, Draft{})
		if got := kindsOf(results); !slices.Equal(got, []errs.Kind{errs.Unreachable}) || !strings.Contains(results[0].Err.Error(), "interrupted") {
			t.Errorf("got %v, %v", got, results[0].Err)
		}
	})
}

func TestAHostileIDSendsNothingOfTheBatch(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"../billing", "..", "a?x", "%2e%2e", "a/b", "", "a\x00"} {
		s := newShelf("a", id)
		w := newWorld(t, s.ServeHTTP)
		_, err := w.Change(t.Context(), VerbRevoke, s.keys, Draft{})
		if errs.KindOf(err) != errs.Usage || len(w.requests) != 0 {
			t.Errorf("%q: got %v after %v", id, err, w.requests)
		}
	}
}
