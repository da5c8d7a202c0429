package client

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/errs"
)

// revokeA revokes the key "a", whose answer is a status, and gives what it
// ended with when the list says afterwards what it says.
func revokeA(t *testing.T, s *shelf, removes bool) Result {
	t.Helper()
	w := newWorld(t, s.ServeHTTP)
	w.dialect = testDialect()
	revoke := w.dialect.Actions[VerbRevoke]
	revoke.Removes = removes
	w.dialect.Actions[VerbRevoke] = revoke
	results, err := w.Change(t.Context(), VerbRevoke, s.keys, Draft{})
	if err != nil || len(w.sent("DELETE")) != 1 {
		t.Fatalf("got %v after %v", err, w.requests)
	}
	return results[0]
}

func answering(status int) func(*http.Request) int {
	return func(*http.Request) int { return status }
}

func TestAbsenceConfirmsARevokeOnlyWhereRevokedKeysLeaveTheList(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		answer  int // 0: success
		removes bool
		kind    errs.Kind
	}{
		{500, false, errs.UnknownOutcome}, {500, true, 0}, {0, false, 0}, {0, true, 0}, {404, false, errs.NotFound}, {404, true, 0}, {409, false, errs.Conflict},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newShelf("a")
			s.after = answering(test.answer)
			s.list = func(w http.ResponseWriter) bool { write(w, 200, `{"keys":[{"id":"b"}]}`); return true }
			result := revokeA(t, s, test.removes)
			if got := kindsOf([]Result{result}); got[0] != test.kind || (test.kind == 0) != (result.Key.Status == Revoked) {
				t.Errorf("%+v: got %v (%v), %s", test, got, result.Err, result.Key.Status)
			}
		})
	}
}

// A list may not show yet what was made just now.
func TestTheAbsenceOfAKeyThatWasNeverListedProvesNothing(t *testing.T) {
	t.Parallel()
	for answer, kind := range map[int]errs.Kind{500: errs.UnknownOutcome, 409: errs.Conflict, 404: 0, 0: 0} {
		synctest.Test(t, func(t *testing.T) {
			s := newShelf("a")
			s.keys = []Key{{ID: "a", Name: "ci", Status: Active}}
			s.after = answering(answer)
			s.list = func(w http.ResponseWriter) bool { write(w, 200, `{"keys":[]}`); return true }
			if result := revokeA(t, s, true); !slices.Equal(kindsOf([]Result{result}), []errs.Kind{kind}) {
				t.Errorf("%d: got %v", answer, result.Err)
			}
		})
	}
}

func TestTheListHasToShowTheKeyRevokedNow(t *testing.T) {
	t.Parallel()
	const gone = `{"id":"a","revoked_at":"1999-12-31T23:00:00Z"}`
	for rows, kind := range map[string]errs.Kind{
		gone: 0, gone + "," + gone: 0, // the clock of a bubble begins with the year 2000
		`{"id":"a"},` + gone:                             errs.UnknownOutcome,
		gone + `,{"id":"a"}`:                             errs.UnknownOutcome,
		`{"id":"a","revoked_at":"2099-01-01T00:00:00Z"}`: errs.UnknownOutcome,
		`{"id":"a","revoked_at":"2000-01-01T01:00:00Z"}`: errs.UnknownOutcome,
	} {
		for _, answer := range []int{0, 500} {
			synctest.Test(t, func(t *testing.T) {
				s := newShelf("a")
				s.after = answering(answer)
				s.list = func(w http.ResponseWriter) bool { write(w, 200, `{"keys":[`+rows+`]}`); return true }
				if result := revokeA(t, s, true); !slices.Equal(kindsOf([]Result{result}), []errs.Kind{kind}) {
					t.Errorf("%d, %s: got %v", answer, rows, result.Err)
				}
			})
		}
	}
}

// A key whose state isn't told counts as active, but is not seen to be enabled.
func TestARowWithoutAStateConfirmsNone(t *testing.T) {
	t.Parallel()
	untold := Key{Status: Active, Unknown: []Field{FieldScopes, FieldStatus}}
	for verb, undo := range map[Verb]Verb{VerbEnable: VerbDisable, VerbDisable: VerbEnable, VerbRevoke: "", VerbDelete: ""} {
		wished := wished{verb: verb, action: Action{Undo: undo, Removes: true}}
		if wished.happened(untold, true, true, true) {
			t.Errorf("it confirms %s", verb)
		}
	}
	enabled := wished{verb: VerbEnable}
	if !enabled.happened(Key{Status: Active, Unknown: []Field{FieldScopes}}, true, true, true) {
		t.Error("a row with a state doesn't confirm it")
	}
}

// What is unknown of a single key adds to what is unknown of all.
func TestARowMayTellLess(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, `{}`) })
	list := w.dialect.Actions[VerbList]
	list.Keys = func(_ Wish, _ io.Reader, yield func(Key) bool) (string, error) {
		yield(Key{ID: "a", Unknown: []Field{FieldStatus}})
		yield(Key{ID: "b"})
		return "", nil
	}
	w.dialect.Actions[VerbList] = list
	keys, err := w.list(t.Context())
	if err != nil || !slices.Equal(keys[0].Unknown, []Field{FieldScopes, FieldStatus}) || !slices.Equal(keys[1].Unknown, []Field{FieldScopes}) {
		t.Errorf("got %v, %v", keys, err)
	}
}

// Of a key that is listed twice, each row has to be as wished.
func TestEveryRowOfAKeyHasToConfirm(t *testing.T) {
	t.Parallel()
	const before, after = `{"id":"a","name":"old"}`, `{"id":"a","name":"new"}`
	for rows, kind := range map[string]errs.Kind{
		after: 0, after + "," + after: 0, before + "," + after: errs.UnknownOutcome, after + "," + before: errs.UnknownOutcome,
		after + "," + before + "," + after: errs.UnknownOutcome, before + "," + after + "," + after: errs.UnknownOutcome,
	} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, `{"keys":[`+rows+`]}`) })
			results, err := w.Change(t.Context(), VerbRename, []Key{{ID: "a", Name: "old"}}, Draft{Name: "new"})
			if err != nil || !slices.Equal(kindsOf(results), []errs.Kind{kind}) {
				t.Errorf("%s: got %v, %v", rows, results, err)
			}
		})
	}
}

func TestOnlyA401ConfirmsTheEndOfTheOwnKey(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		answer, list int
		kind         errs.Kind
	}{
		{0, 401, 0}, {500, 401, 0}, {500, 403, errs.UnknownOutcome}, {0, 403, errs.UnknownOutcome}, {0, 404, errs.UnknownOutcome}, {0, 429, errs.UnknownOutcome},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newShelf("a")
			s.keys[0].Prefix = testLogin[:12]
			s.after = answering(test.answer)
			s.list = func(w http.ResponseWriter) bool { write(w, test.list, `{"error":"no"}`); return true }
			if result := revokeA(t, s, true); !slices.Equal(kindsOf([]Result{result}), []errs.Kind{test.kind}) {
				t.Errorf("%+v: got %v", test, result.Err)
			}
		})
	}
}

func TestAnUnconfirmedRevokeHintsAtNoHostileID(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a")
		s.deaf = true
		result := revokeA(t, s, true)
		if e := own(t, result.Err); e.Kind != errs.UnknownOutcome || strings.Contains(e.Hint, "--id") {
			t.Errorf("got %v, %s", e, e.Hint)
		}
	})
}

func TestARevocationThatIsStillToComeIsNone(t *testing.T) {
	t.Parallel()
	now := testNow()
	for revoked, want := range map[time.Duration]Status{
		-time.Hour: Revoked, 0: Revoked, 5 * time.Minute: Revoked, 5*time.Minute + 1: Active, time.Hour: Active,
	} {
		if got := StatusAt(now, now.Add(revoked), time.Time{}); got != want {
			t.Errorf("in %s: %s", revoked, got)
		}
	}
}
