package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/errs"
)

// lister is a world whose console lists what rows gives at the moment, and makes
// what made answers.
func lister(t *testing.T, rows func() string, made http.HandlerFunc) *world {
	t.Helper()
	return newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			made(rw, r)
			return
		}
		write(rw, 200, `{"keys":[`+rows()+`]}`)
	})
}

func row(id, name string, created time.Time) string {
	return fmt.Sprintf(`{"id":%q,"name":%q,"created_at":%q}`, id, name, created.UTC().Format(time.RFC3339))
}

func TestTheKeysBeforeAreThoseWithTheName(t *testing.T) {
	t.Parallel()
	rows := `{"id":"a","name":"ci"},{"id":"b","name":"CI"},{"id":"ci","name":"x"},{"id":"c","name":"ci","revoked_at":"2026-04-03T10:00:00Z"}`
	w := lister(t, func() string { return rows }, nil)
	before, err := w.Before(t.Context(), "ci")
	if err != nil || !before.Known || !slices.Equal(before.IDs, []string{"a", "c"}) {
		t.Errorf("got %+v, %v", before, err)
	}
	for id, want := range map[string]bool{"a": true, "b": true, "ci": true, "c": true, "d": false, "": false} {
		if before.Holds(id) != want {
			t.Errorf("%q was there before: %v", id, !want)
		}
	}
	written := Before{IDs: before.IDs, Known: true} // as the journal has it
	if !written.Holds("a") || written.Holds("b") || (Before{IDs: []string{"a"}}).Holds("a") {
		t.Error("it holds others")
	}
	before, err = w.Before(t.Context(), "none")
	if err != nil || !before.Known || len(before.IDs) != 0 {
		t.Errorf("of no key: got %+v, %v", before, err)
	}
}

func TestTooManyNamesakesAreNotKept(t *testing.T) {
	t.Parallel()
	for count, known := range map[int]bool{maxNamesakes: true, maxNamesakes + 1: false} {
		var rows []string
		for i := range count {
			rows = append(rows, fmt.Sprintf(`{"id":"k%d","name":"ci"}`, i))
		}
		w := lister(t, func() string { return strings.Join(rows, ",") }, nil)
		before, err := w.Before(t.Context(), "ci")
		if err != nil || before.Known != known || known != (len(before.IDs) == count) || !before.Holds("k7") || !before.Holds(fmt.Sprintf("k%d", count-1)) || before.Holds("other") {
			t.Errorf("%d: got %d ids, %v, %v", count, len(before.IDs), before.Known, err)
		}
	}
}

func TestMoreKeysThanCanBeRememberedAreNotKnown(t *testing.T) {
	t.Parallel()
	for count, known := range map[int]bool{maxBefore: true, maxBefore + 1: false} {
		w := newWorld(t, func(http.ResponseWriter, *http.Request) {})
		list := w.dialect.Actions[VerbList]
		list.Keys = func(_ Wish, _ io.Reader, yield func(Key) bool) (string, error) {
			for i := range count {
				if !yield(Key{ID: fmt.Sprint("k", i), Name: "other"}) {
					break
				}
			}
			return "", nil
		}
		w.dialect.Actions[VerbList] = list
		before, err := w.Before(t.Context(), "ci")
		if err != nil || before.Known != known || before.Holds("k7") != known {
			t.Errorf("%d: got %v, %v", count, before.Known, err)
		}
	}
}

// TestAKeyUnderAnotherNameIsNoNewKey, whatever a console answers.
func TestAKeyUnderAnotherNameIsNoNewKey(t *testing.T) {
	t.Parallel()
	w := lister(t, func() string { return `{"id":"k1","name":"production"}` }, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 201, madeKey) })
	before, err := w.Before(t.Context(), "ci")
	if err != nil || len(before.IDs) != 0 {
		t.Fatal(before, err)
	}
	created, err := w.Create(t.Context(), Draft{Name: "ci"}, before, keepRaw)
	if e := own(t, err); e.Kind != errs.UnknownOutcome || created.Receipt || created.Secret.Reveal() != testSecret || !strings.Contains(e.What, "was there before") {
		t.Errorf("got %+v, %v", created, err)
	}
}

func TestAListThatMayNotBeReadIsNoReasonNotToCreate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 403, `{"error":"no"}`) })
	before, err := w.Before(t.Context(), "ci")
	if err != nil || before.Known || before.IDs != nil {
		t.Errorf("got %+v, %v", before, err)
	}
}

// unreadable are ways in which a list can not be read.
func unreadable() map[string]struct {
	answer http.HandlerFunc
	kind   errs.Kind
} {
	respond := func(status int, body string) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) { write(rw, status, body) }
	}
	type way = struct {
		answer http.HandlerFunc
		kind   errs.Kind
	}
	return map[string]way{
		"401":       {respond(401, `{"error":"no"}`), errs.Denied},
		"404":       {respond(404, ""), errs.Unreachable},
		"429":       {respond(429, ""), errs.RateLimited},
		"500":       {respond(500, ""), errs.Unreachable},
		"302":       {respond(302, ""), errs.Unreachable},
		"HTML":      {respond(200, "<html>sign in"), errs.Unreachable},
		"nothing":   {respond(200, ""), errs.Unreachable},
		"cut short": {respond(200, `{"keys":[{"id":"a","name":"ci"},`), errs.Unreachable},
		"no id":     {respond(200, `{"keys":[{"name":"ci"}]}`), errs.Unreachable},
		"a hang":    {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, errs.Unreachable},
		"a reset":   {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, errs.Unreachable},
		"a drip": {func(rw http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				_, _ = io.WriteString(rw, " ")
				_ = http.NewResponseController(rw).Flush()
				time.Sleep(time.Second)
			}
		}, errs.Unreachable},
	}
}

func TestAConsoleThatCannotBeReadGetsNoCreate(t *testing.T) {
	t.Parallel()
	for name, way := range unreadable() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, way.answer)
				before, err := w.Before(t.Context(), "ci")
				e := own(t, err)
				if e.Kind != way.kind || !strings.HasSuffix(e.What, "; nothing was created") || e.Hint == "" || before.Known || before.IDs != nil {
					t.Errorf("got %+v, %v (%d), %s", before, err, e.Kind, e.Hint)
				}
			})
		})
	}
}

func TestAnInterruptedLookBeforeCreatesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newWorld(t, func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
		_, err := w.Before(ctx, "ci")
		if e := own(t, err); e.Kind != errs.Failed || e.What != "interrupted, nothing was created" {
			t.Errorf("got %v", err)
		}
	})
}

func TestALookFindsWhatIsNewWithTheName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		since := time.Now()
		rows := strings.Join([]string{
			row("namesake", "ci", since.Add(-time.Minute)),
			row("colleague", "ci", since.Add(time.Second)),
			row("other", "ci2", since),
			row("late", "ci", since.Add(time.Hour)),
			row("behind", "ci", since.Add(-clockSkew+time.Second)),
			row("old", "ci", since.Add(-clockSkew)),
			`{"id":"untold","name":"ci"}`,
		}, ",")
		w := lister(t, func() string { return rows }, nil)
		for _, test := range []struct {
			before Before
			want   []string
		}{
			{Before{}, []string{"namesake", "colleague", "late", "behind", "untold"}},
			{Before{IDs: []string{"namesake", "untold"}}, []string{"namesake", "colleague", "late", "behind", "untold"}},
			{Before{IDs: []string{"namesake", "untold", "gone"}, Known: true}, []string{"colleague", "late", "behind", "old"}},
			{Before{Known: true}, []string{"namesake", "colleague", "late", "behind", "old", "untold"}},
		} {
			found, err := w.LookFor(t.Context(), Sought{Name: "ci", Since: since, Before: test.before})
			var ids []string
			for _, key := range found {
				ids = append(ids, key.ID)
			}
			if err != nil || !slices.Equal(ids, test.want) {
				t.Errorf("%+v: found %v, %v", test.before, ids, err)
			}
		}
	})
}

func TestALookThatBreaksOffFindsNothing(t *testing.T) {
	t.Parallel()
	w := lister(t, func() string { return `{"id":"new","name":"ci"},{` }, nil)
	found, err := w.LookFor(t.Context(), Sought{Name: "ci"})
	if found != nil || errs.KindOf(err) != errs.Unreachable || strings.Contains(err.Error(), "created") {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestALookFindsAHundredAtMost(t *testing.T) {
	t.Parallel()
	var rows []string
	for i := range 3 * MostCandidates {
		rows = append(rows, fmt.Sprintf(`{"id":"k%d","name":"ci"}`, i))
	}
	w := lister(t, func() string { return strings.Join(rows, ",") }, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 500, "") })
	found, err := w.LookFor(t.Context(), Sought{Name: "ci"})
	if err != nil || len(found) != MostCandidates {
		t.Errorf("found %d, %v", len(found), err)
	}
	_, err = w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
	if e := own(t, err); len(CandidatesOf(e)) != MostCandidates || !strings.HasSuffix(e.What, ", k9, and 90 more") {
		t.Errorf("got %v", err)
	}
}

// TestANamesakeFromBeforeIsNoCandidate, however new it is, and a colleague's key
// is one, and no receipt.
func TestANamesakeFromBeforeIsNoCandidate(t *testing.T) {
	t.Parallel()
	now := time.Now()
	rows := row("namesake", "ci", now)
	w := lister(t, func() string { return rows }, func(rw http.ResponseWriter, _ *http.Request) {
		rows += "," + row("colleague", "ci", now)
		write(rw, 500, "")
	})
	before, err := w.Before(t.Context(), "ci")
	if err != nil {
		t.Fatal(err)
	}
	created, err := w.Create(t.Context(), Draft{Name: "ci"}, before, keepRaw)
	e := own(t, err)
	if e.KeyID != "colleague" || len(CandidatesOf(e)) != 1 || created.Receipt || created.Key.ID != "" || !strings.HasSuffix(e.What, "; new with that name: colleague") {
		t.Errorf("got %+v, %v, %v", created, err, CandidatesOf(e))
	}
	if strings.Contains(e.Hint, "colleague") {
		t.Errorf("a colleague's key is to be revoked: %s", e.Hint)
	}
}
