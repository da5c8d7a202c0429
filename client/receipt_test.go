package client

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// createAnswering is a world whose console answers every create so and lists rows.
func createAnswering(t *testing.T, status int, answer, rows string) *world {
	t.Helper()
	return lister(t, func() string { return rows }, func(rw http.ResponseWriter, _ *http.Request) { write(rw, status, answer) })
}

func TestOnlyAnAnsweredIDIsAReceipt(t *testing.T) {
	t.Parallel()
	const listed = `{"id":"k1","name":"ci"}`
	ownKey := strings.Replace(madeKey, "tk_01234567", testLogin[:11], 1)
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
		"500 with all of it":               {500, madeKey, Before{}, "k1", true, true, false},
		"408 with all of it":               {408, madeKey, Before{}, "k1", true, true, false},
		"409 with all of it":               {409, madeKey, Before{}, "", false, true, false},
		"the own key":                      {201, ownKey, Before{}, "k1", true, true, false},
		"the credential as the secret":     {201, `{"id":"k1","secret":"` + testLogin + `"}`, Before{Known: true}, "k1", false, true, false},
		"the id of who asked for it":       {201, `{"owner":{"id":"k2"},"record":{"id":"k1"},"secret":"` + testSecret + `"}`, Before{Known: true}, "k2", true, false, false},
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

// TestASecretInARefusalIsThatOfSomeKey: it is neither delivered nor a reason to
// end a key, and the refusal is no plain one.
func TestASecretInARefusalIsThatOfSomeKey(t *testing.T) {
	t.Parallel()
	const foreign = `{"error":"limit of active keys","existing":{"id":"key-1","name":"production","key":"` + testSecret + `"}}`
	const two = `{"a":"` + testSecret + `","b":"` + testSecret + `x"}`
	for _, status := range []int{400, 401, 403, 404, 409, 422, 429} {
		for _, answer := range []string{madeKey, foreign, two} {
			created, e, shown := createdBy(t, "ci", status, answer)
			if e == nil || e.Kind != errs.UnknownOutcome || e.KeyID != "" || !created.Secret.IsZero() || created.Receipt || created.Key.ID != "" || strings.Contains(shown, testSecret[:12]) {
				t.Errorf("%d: got %v, %s", status, created, shown)
			}
			if e != nil && !strings.Contains(e.What, "; what looks like a secret was in it; whether a key was created is unknown") {
				t.Errorf("%d: %s", status, e.What)
			}
		}
		if _, e, _ := createdBy(t, "ci", status, `{"error":"no","id":"key-1"}`); e == nil || e.Kind == errs.UnknownOutcome || e.KeyID != "" {
			t.Errorf("%d without one: got %v", status, e)
		}
	}
}

func TestTheCredentialIsNotTakenForTheSecretOfANewKey(t *testing.T) {
	t.Parallel()
	for status, kind := range map[int]errs.Kind{201: errs.UnknownOutcome, 401: errs.Denied, 400: errs.Failed, 500: errs.UnknownOutcome} {
		created, e, _ := createdBy(t, "ci", status, `{"secret":"`+testLogin+`"}`)
		if e == nil || e.Kind != kind || !created.Secret.IsZero() {
			t.Errorf("%d: got %v, %v", status, created, e)
		}
	}
}

func TestACredentialIsKnownWhereverItIsRepeated(t *testing.T) {
	t.Parallel()
	const value = "0123456789abcdef=="
	for whole, repeated := range map[string][]string{
		testLogin:                 {testLogin},
		"cookie:session=" + value: {"cookie:session=" + value, "session=" + value, value},
		`cookie:a=b; session="` + value + `"; c=d`: {`session="` + value + `"`, `"` + value + `"`, value, `a=b; session="` + value + `"; c=d`},
	} {
		credential := Credential{Secret: secrets.New(whole)}
		for _, text := range repeated {
			if !credential.Is(secrets.New(text)) {
				t.Errorf("%s: %s is not known", whole, text)
			}
		}
		for _, text := range []string{"", testSecret, whole + "x", value[:8], "session", "cookie:"} {
			if credential.Is(secrets.New(text)) {
				t.Errorf("%s: %q is taken for it", whole, text)
			}
		}
	}
	w := createAnswering(t, 201, `{"id":"k1","secret":"`+value+`"}`, "")
	w.credential.Secret = secrets.New("cookie:session=" + value)
	created, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw)
	if errs.KindOf(err) != errs.UnknownOutcome || !created.Secret.IsZero() || created.Receipt {
		t.Errorf("got %+v, %v", created, err)
	}
}

// TestAGatewayThatGaveUpLeavesTheOutcomeOpen, also with a status between those of
// a refusal.
func TestAGatewayThatGaveUpLeavesTheOutcomeOpen(t *testing.T) {
	t.Parallel()
	for status, kind := range map[int]errs.Kind{
		408: errs.UnknownOutcome, 460: errs.UnknownOutcome, 499: errs.UnknownOutcome, 502: errs.UnknownOutcome, 504: errs.UnknownOutcome, 599: errs.UnknownOutcome, 303: errs.UnknownOutcome,
		400: errs.Failed, 401: errs.Denied, 403: errs.Denied, 404: errs.Unreachable, 405: errs.Failed, 409: errs.Conflict, 413: errs.Failed, 425: errs.Failed, 429: errs.RateLimited, 431: errs.Failed,
	} {
		_, e, _ := createdBy(t, "ci", status, "")
		if e == nil || e.Kind != kind || (kind == errs.UnknownOutcome) != strings.Contains(e.What, "is unknown") || strings.Contains(e.What, "nothing was created") {
			t.Errorf("%d: got %v", status, e)
		}
	}
}

func TestAnAnswerThatCannotBeKeptIsGivenAllTheSame(t *testing.T) {
	t.Parallel()
	cause := errors.New("no space left on device")
	full := func(int, secrets.Secret) error { return cause }
	for status, receipt := range map[int]bool{201: true, 500: false} {
		created, err := createAnswering(t, status, madeKey, "").Create(t.Context(), Draft{Name: "ci"}, Before{}, full)
		e := own(t, err)
		if e.Kind != errs.UnknownOutcome || !errors.Is(err, cause) || created.Secret.Reveal() != testSecret || created.Receipt != receipt || created.Key.ID != "k1" || e.KeyID != "k1" || strings.Contains(e.Hint, "k1") != receipt {
			t.Errorf("%d: got %+v, %v, %s", status, created, err, e.Hint)
		}
	}
	// With a refusal it may be the secret of any key.
	refused, err := createAnswering(t, 409, madeKey, "").Create(t.Context(), Draft{Name: "ci"}, Before{}, full)
	if own(t, err).Kind != errs.UnknownOutcome || !errors.Is(err, cause) || !refused.Secret.IsZero() || refused.Receipt {
		t.Errorf("got %+v, %v", refused, err)
	}
	// Without an id, what is listed is looked at.
	created, err := createAnswering(t, 201, "nonsense", `{"id":"new","name":"ci"}`).Create(t.Context(), Draft{Name: "ci"}, Before{}, full)
	if e := own(t, err); e.Kind != errs.UnknownOutcome || !errors.Is(err, cause) || e.KeyID != "new" || created.Receipt {
		t.Errorf("got %+v, %v", created, err)
	}
	// A refusal holds nothing that could be lost.
	_, err = createAnswering(t, 409, `{"error":"limit"}`, "").Create(t.Context(), Draft{Name: "ci"}, Before{}, full)
	if errs.KindOf(err) != errs.Conflict || strings.Contains(err.Error(), "could not be kept") {
		t.Errorf("got %v", err)
	}
}

func TestARawAnswerIsUnderstoodLater(t *testing.T) {
	t.Parallel()
	d := testDialect()
	for _, test := range []struct {
		status          int
		raw, id, secret string
		receipt, failed bool
	}{
		{201, madeKey, "k1", testSecret, true, false},
		{201, `{"id":"k1"}`, "k1", "", true, true},
		{201, strings.TrimSuffix(madeKey, "}"), "k1", testSecret, true, true},
		{201, `{"secret":"` + testSecret + `"}`, "", testSecret, false, false},
		{201, "<html>", "", "", false, true},
		{201, "", "", "", false, true},
		{0, madeKey, "k1", testSecret, false, false},
		{302, madeKey, "k1", testSecret, false, false},
		{408, madeKey, "k1", testSecret, false, false},
		{500, madeKey, "k1", testSecret, false, false},
		{400, madeKey, "", "", false, true},
		{409, madeKey, "", "", false, true},
		{409, `{"id":"k1"}`, "", "", false, true},
	} {
		created, err := d.Understand(test.status, secrets.New(test.raw))
		if created.Key.ID != test.id || created.Secret.Reveal() != test.secret || created.Receipt != test.receipt || (err != nil) != test.failed {
			t.Errorf("%d, %s: got %+v, %v", test.status, test.raw, created, err)
		}
		if len(created.Key.Unknown) != 1 || err != nil && (errs.KindOf(err) != errs.Failed || strings.Contains(err.Error(), testSecret[:12])) {
			t.Errorf("%s: got %v, %v", test.raw, created.Key.Unknown, err)
		}
	}
	delete(d.Actions, VerbCreate)
	if _, err := d.Understand(201, secrets.New(madeKey)); errs.KindOf(err) != errs.Unsupported {
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
		kind   errs.Kind
	}{
		"the secret":            {200, madeKey, 0},
		"without an id":         {200, `{"key":"` + testSecret + `"}`, 0},
		"of another key":        {200, strings.Replace(madeKey, "k1", "k2", 1), errs.Unreachable},
		"no secret":             {200, `{"id":"k1"}`, errs.Unreachable},
		"a masked one":          {200, `{"id":"k1","key":"tk_0123456789ab********cdef"}`, errs.Unreachable},
		"two":                   {200, `{"id":"k1","key":"` + testSecret + `","key":"tk_1"}`, errs.Unreachable},
		"HTML":                  {200, "<html>", errs.Unreachable},
		"too much":              {200, `{"id":"k1","key":"` + testSecret + `"` + strings.Repeat(" ", largestAnswer) + `}`, errs.Unreachable},
		"no such key":           {404, `{"error":"unknown key"}`, errs.NotFound},
		"no such path":          {404, "", errs.Unreachable},
		"it is kept no more":    {410, `{"error":"gone"}`, errs.NotFound},
		"gone without a word":   {410, "", errs.NotFound},
		"401":                   {401, "", errs.Denied},
		"403":                   {403, "", errs.Denied},
		"500 with it":           {500, madeKey, errs.Unreachable},
		"a refusal that quotes": {400, `{"error":"` + testSecret + `"}`, errs.Failed},
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
			if e.Kind != test.kind || !raw.IsZero() || e.Hint == "" || (e.KeyID == "k1") != (test.kind == errs.NotFound) {
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
	if e := own(t, err); e.Kind != errs.Unsupported || !strings.Contains(e.What, "only once") || e.Hint == "" || len(w.requests) != 0 {
		t.Errorf("got %v after %v", err, w.requests)
	}
	tellsAgain(w.dialect)
	for _, id := range []string{"", "../keys", "a/b", "x y"} {
		if _, err := w.SecretAgain(t.Context(), id); err == nil || len(w.requests) != 0 {
			t.Errorf("%q: %v after %v", id, err, w.requests)
		}
	}
}
