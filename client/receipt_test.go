package client

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// createAnswering is a world whose console answers every create so and lists rows.
func createAnswering(t *testing.T, status int, answer, rows string) *world {
	t.Helper()
	return lister(t, func() string { return rows }, func(rw http.ResponseWriter, _ *http.Request) { write(rw, status, answer) })
}

func TestOnlyAnAnsweredIDIsAReceipt(t *testing.T) {
	t.Parallel()
	const listed = `{"id":"k1","name":"ci"}`
	known := Before{IDs: []string{"k1"}, Known: true}
	for name, test := range map[string]struct {
		status         int
		answer         string
		before         Before
		id             string
		secret, failed bool
		receipt        bool
	}{
		"a success":                        {201, madeKey, Before{Known: true}, "k1", true, false, true},
		"nothing is known of before":       {201, madeKey, Before{}, "k1", true, false, true},
		"no secret":                        {201, listed, Before{}, "k1", false, true, true},
		"broken behind the secret":         {201, strings.TrimSuffix(madeKey, "}"), Before{}, "k1", true, true, true},
		"500 with all of it":               {500, madeKey, Before{}, "k1", true, true, true},
		"it was there before":              {201, madeKey, known, "k1", true, true, false},
		"it was there, without a secret":   {201, listed, known, "k1", false, true, false},
		"no id":                            {201, `{"secret":"` + testSecret + `"}`, Before{}, "", true, false, false},
		"500 with an id of something else": {500, `{"id":"E17","error":"no"}`, Before{}, "", false, true, false},
		"a candidate":                      {500, "", Before{}, "", false, true, false},
		"a refusal":                        {409, `{"id":"k1","error":"it exists"}`, Before{}, "", false, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := createAnswering(t, test.status, test.answer, listed)
			created, err := w.Create(t.Context(), Draft{Name: "ci"}, test.before, keepRaw)
			if created.Key.ID != test.id || created.Receipt != test.receipt || created.Secret.IsZero() == test.secret || (err != nil) != test.failed {
				t.Errorf("got %+v, %v", created, err)
			}
			if len(w.sent("POST")) != 1 {
				t.Errorf("sent %v", w.requests)
			}
		})
	}
}

func TestASecretInARefusalIsNotLost(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 401, 403, 404, 409, 422, 429} {
		created, e, shown := createdBy(t, "ci", status, madeKey)
		if e == nil || e.Kind != UnknownOutcome || e.KeyID != "k1" || created.Secret.Reveal() != testSecret || !created.Receipt || strings.Contains(shown, testSecret[:12]) {
			t.Errorf("%d: got %v, %s", status, created, shown)
		}
		if e != nil && !strings.Contains(e.What, "; the secret was in it") {
			t.Errorf("%d: %s", status, e.What)
		}
	}
}

func TestTheCredentialIsNotTakenForTheSecretOfANewKey(t *testing.T) {
	t.Parallel()
	for status, kind := range map[int]Kind{201: UnknownOutcome, 401: Denied, 400: Failed, 500: UnknownOutcome} {
		created, e, _ := createdBy(t, "ci", status, `{"secret":"`+testLogin+`"}`)
		if e == nil || e.Kind != kind || !created.Secret.IsZero() {
			t.Errorf("%d: got %v, %v", status, created, e)
		}
	}
}

// TestAGatewayThatGaveUpLeavesTheOutcomeOpen, also with a status between those of
// a refusal.
func TestAGatewayThatGaveUpLeavesTheOutcomeOpen(t *testing.T) {
	t.Parallel()
	for status, kind := range map[int]Kind{
		408: UnknownOutcome, 460: UnknownOutcome, 499: UnknownOutcome, 502: UnknownOutcome, 504: UnknownOutcome, 599: UnknownOutcome, 303: UnknownOutcome,
		400: Failed, 401: Denied, 403: Denied, 404: Unreachable, 405: Failed, 409: Conflict, 413: Failed, 425: Failed, 429: RateLimited, 431: Failed,
	} {
		_, e, _ := createdBy(t, "ci", status, "")
		if e == nil || e.Kind != kind || (kind == UnknownOutcome) != strings.Contains(e.What, "is unknown") || strings.Contains(e.What, "nothing was created") {
			t.Errorf("%d: got %v", status, e)
		}
	}
}

func TestAnAnswerThatCannotBeKeptIsGivenAllTheSame(t *testing.T) {
	t.Parallel()
	cause := errors.New("no space left on device")
	full := func(int, Secret) error { return cause }
	for status, kind := range map[int]Kind{201: UnknownOutcome, 500: UnknownOutcome, 409: UnknownOutcome} {
		created, err := createAnswering(t, status, madeKey, "").Create(t.Context(), Draft{Name: "ci"}, Before{}, full)
		e := own(t, err)
		if e.Kind != kind || !errors.Is(err, cause) || created.Secret.Reveal() != testSecret || !created.Receipt || created.Key.ID != "k1" || e.KeyID != "k1" {
			t.Errorf("%d: got %+v, %v", status, created, err)
		}
	}
	// Without an id, what is listed is looked at.
	created, err := createAnswering(t, 201, "nonsense", `{"id":"new","name":"ci"}`).Create(t.Context(), Draft{Name: "ci"}, Before{}, full)
	if e := own(t, err); e.Kind != UnknownOutcome || !errors.Is(err, cause) || e.KeyID != "new" || created.Receipt {
		t.Errorf("got %+v, %v", created, err)
	}
	// A refusal holds nothing that could be lost.
	_, err = createAnswering(t, 409, `{"error":"limit"}`, "").Create(t.Context(), Draft{Name: "ci"}, Before{}, full)
	if KindOf(err) != Conflict || strings.Contains(err.Error(), "could not be kept") {
		t.Errorf("got %v", err)
	}
}

func TestARawAnswerIsUnderstoodLater(t *testing.T) {
	t.Parallel()
	d := testDialect()
	for _, test := range []struct {
		raw, id, secret string
		receipt, failed bool
	}{
		{madeKey, "k1", testSecret, true, false},
		{`{"id":"k1"}`, "k1", "", false, true},
		{strings.TrimSuffix(madeKey, "}"), "k1", testSecret, true, true},
		{`{"secret":"` + testSecret + `"}`, "", testSecret, false, false},
		{"<html>", "", "", false, true},
		{"", "", "", false, true},
	} {
		created, err := d.Understand(201, NewSecret(test.raw))
		if created.Key.ID != test.id || created.Secret.Reveal() != test.secret || created.Receipt != test.receipt || (err != nil) != test.failed {
			t.Errorf("%s: got %+v, %v", test.raw, created, err)
		}
		if len(created.Key.Unknown) != 1 || err != nil && (KindOf(err) != Failed || strings.Contains(err.Error(), testSecret[:12])) {
			t.Errorf("%s: got %v, %v", test.raw, created.Key.Unknown, err)
		}
	}
	delete(d.Actions, VerbCreate)
	if _, err := d.Understand(201, NewSecret(madeKey)); KindOf(err) != Unsupported {
		t.Errorf("a console that creates none: %v", err)
	}
}

// tellsAgain makes a dialect one that tells secrets again.
func tellsAgain(d Dialect) {
	d.Actions[VerbSecret] = Action{
		Effect: Reads, OfKey: true, Created: testCreated,
		Request: func(w Wish) (Request, error) {
			return Request{Method: http.MethodGet, Path: []string{"keys", w.ID, "secret"}}, nil
		},
	}
}

func TestASecretIsToldAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		answer string
		kind   Kind
	}{
		"the secret":            {200, madeKey, 0},
		"without an id":         {200, `{"key":"` + testSecret + `"}`, 0},
		"of another key":        {200, strings.Replace(madeKey, "k1", "k2", 1), Unreachable},
		"no secret":             {200, `{"id":"k1"}`, Unreachable},
		"a masked one":          {200, `{"id":"k1","key":"tk_0123456789ab********cdef"}`, Unreachable},
		"two":                   {200, `{"id":"k1","key":"` + testSecret + `","key":"tk_1"}`, Unreachable},
		"HTML":                  {200, "<html>", Unreachable},
		"too much":              {200, `{"id":"k1","key":"` + testSecret + `"` + strings.Repeat(" ", maxAnswer) + `}`, Unreachable},
		"no such key":           {404, `{"error":"unknown key"}`, NotFound},
		"no such path":          {404, "", Unreachable},
		"it is kept no more":    {410, `{"error":"gone"}`, NotFound},
		"gone without a word":   {410, "", NotFound},
		"401":                   {401, "", Denied},
		"403":                   {403, "", Denied},
		"500 with it":           {500, madeKey, Unreachable},
		"a refusal that quotes": {400, `{"error":"` + testSecret + `"}`, Failed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, test.status, test.answer) })
			tellsAgain(w.dialect)
			raw, err := w.SecretAgain(t.Context(), "k1")
			if test.kind == 0 {
				created, failed := w.dialect.Understand(200, raw)
				if err != nil || failed != nil || created.Secret.Reveal() != testSecret {
					t.Errorf("got %v, %v, %v", created, err, failed)
				}
				return
			}
			e := own(t, err)
			if e.Kind != test.kind || !raw.IsZero() || e.Hint == "" || (e.KeyID == "k1") != (test.kind == NotFound) {
				t.Errorf("got %v, %v (%d), %s", raw.IsZero(), err, e.Kind, e.Hint)
			}
			if test.status == 200 && strings.Contains(e.What, testSecret[:12]) {
				t.Errorf("the error shows the secret: %v", err)
			}
		})
	}
}

func TestASecretIsToldAgainOnlyWhereAConsoleDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, madeKey) })
	_, err := w.SecretAgain(t.Context(), "k1")
	if e := own(t, err); e.Kind != Unsupported || !strings.Contains(e.What, "only once") || e.Hint == "" || len(w.requests) != 0 {
		t.Errorf("got %v after %v", err, w.requests)
	}
	tellsAgain(w.dialect)
	for _, id := range []string{"", "../keys", "a/b", "x y"} {
		if _, err := w.SecretAgain(t.Context(), id); err == nil || len(w.requests) != 0 {
			t.Errorf("%q: %v after %v", id, err, w.requests)
		}
	}
}
