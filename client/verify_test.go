package client

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// asked are the places that were asked, each with the secret it was sent.
type asked struct {
	mutex sync.Mutex
	lines []string
}

func (a *asked) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.lines = append(a.lines, r.Host+r.URL.Path+" "+r.Header.Get("X-API-Key")+r.Header.Get("X-Model-Key"))
}

// since gives what was asked since the last time.
func (a *asked) since() []string {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	lines := a.lines
	a.lines = nil
	return lines
}

// newTrial is a world whose console can be asked about secrets.
func newTrial(t *testing.T, handler http.HandlerFunc, change func(*Settings)) (*world, *asked) {
	t.Helper()
	asked := &asked{}
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		asked.ServeHTTP(rw, r)
		handler(rw, r)
	})
	settings := w.settings
	settings.Dialect.Actions[VerbVerify] = Action{Effect: Reads, Request: func(Wish) (Request, error) {
		return Request{Method: http.MethodGet, Path: []string{"models"}}, nil
	}}
	if change != nil {
		change(&settings)
	}
	var err error
	if w.Client, err = New(settings); err != nil {
		t.Fatal(err)
	}
	return w, asked
}

// telling answers the tried secret in one way and every other in another.
func telling(given, control int) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		status := control
		if r.Header.Get("X-API-Key") == testSecret {
			status = given
		}
		write(rw, status, `{"data":[]}`)
	}
}

func TestASecretWorksWhenItIsAnsweredLikeNoOther(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		given, control int
		want           Verdict
		asked          int
	}{
		{200, 401, Works, 2},
		{204, 401, Unclear, 1}, // nothing is not JSON
		{200, 403, Works, 2},
		{403, 401, Works, 2},
		{401, 401, Refused, 1},
		{401, 200, Refused, 1},
		{200, 200, Unclear, 2}, // it answers everybody
		{403, 403, Unclear, 2}, // something before the console refuses everybody
		{403, 200, Unclear, 2},
		{200, 404, Unclear, 2},
		{200, 302, Unclear, 2},
		{404, 401, Unclear, 1},
		{400, 401, Unclear, 1},
		{302, 401, Unclear, 1},
	} {
		w, asked := newTrial(t, func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Location", "http://localhost/elsewhere")
			telling(test.given, test.control)(rw, r)
		}, nil)
		got, err := w.Verify(t.Context(), secrets.New(testSecret))
		lines := asked.since()
		if err != nil || got.Verdict != test.want || got.Host != "localhost" || len(lines) != test.asked || !strings.HasPrefix(got.Why, "localhost answered") {
			t.Errorf("%d and %d: got %+v, %v after %v", test.given, test.control, got, err, lines)
		}
		if strings.Contains(got.Why, testSecret) || slices.ContainsFunc(lines, func(line string) bool {
			return strings.Contains(line, testLogin) || strings.Contains(line, "elsewhere")
		}) {
			t.Errorf("%d and %d: told is %q after %v", test.given, test.control, got.Why, lines)
		}
	}
}

// A firewall that forbids a text has not looked at a key, so that nothing may be
// ended because of its answer.
func TestOnlyTheConsoleItselfMakesCertain(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		status         int
		given, control string
		certain, plain bool // where keys may be forbidden, and elsewhere
	}{
		"success":               {200, `{}`, `{"error":"no such key"}`, true, true},
		"success, silent no":    {200, `[]`, ``, true, true},
		"the console's words":   {403, `{"error":"not for inference"}`, `{"error":"no such key"}`, true, false},
		"another shape":         {403, `{"error":"blocked","ray":"7"}`, `{"error":"no such key"}`, false, false},
		"another's words":       {403, `{"message":"Forbidden"}`, `{"error":"no such key"}`, false, false},
		"the words of HTTP":     {403, `{"error":"forbidden"}`, `{"error":"no such key"}`, false, false},
		"no words":              {403, `{}`, `{}`, false, false},
		"no words for the rest": {403, `{"error":"not for inference"}`, ``, false, false},
	} {
		for _, mayForbid := range []bool{true, false} {
			w, _ := newTrial(t, func(rw http.ResponseWriter, r *http.Request) {
				if r.Header.Get("X-API-Key") == testSecret {
					write(rw, test.status, test.given)
					return
				}
				write(rw, 401, test.control)
			}, func(s *Settings) {
				verify := s.Dialect.Actions[VerbVerify]
				verify.MayForbid = mayForbid
				s.Dialect.Actions[VerbVerify] = verify
			})
			want := test.plain
			if mayForbid {
				want = test.certain
			}
			if got, err := w.Verify(t.Context(), secrets.New(testSecret)); err != nil || got.Verdict != Works || got.Certain != want {
				t.Errorf("%s, %t: got %+v, %v", what, mayForbid, got, err)
			}
		}
	}
}

// What no console gives out is sent to none.
func TestATextThatIsNoSecretIsNotTried(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", testPrefix, testSecret + "<script>x</script>", testSecret + "../../etc/passwd", testSecret + "'OR'", testSecret + " ", testSecret + "%00",
		testSecret + ".", testSecret + "é", testSecret + "\u0141", testSecret + "\r\n", testSecret + "\x80",
	} {
		w, asked := newTrial(t, telling(403, 401), nil)
		got, err := w.Verify(t.Context(), secrets.New(text))
		if e := own(t, err); e.Kind != errs.Usage || !strings.HasSuffix(e.What, "it was not sent") || got.Verdict != "" || asked.since() != nil {
			t.Errorf("%q: got %+v, %v", text, got, err)
		}
		if again, err := w.VerifyEnded(t.Context(), secrets.New(text)); errs.KindOf(err) != errs.Usage || again.Verdict != "" || asked.since() != nil {
			t.Errorf("%q: got %+v, %v", text, again, err)
		}
	}
}

// What was made up for comparison looks like a secret and isn't the given one.
func TestTheComparisonIsMadeUp(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{testSecret, "tk_" + strings.Repeat("0", 20), "tk_", "tk_0", "foreign-secret-0123", "tk_" + strings.Repeat("-", 20), "tk_a-b_c" + strings.Repeat("x", 20)} {
		made := madeUp(secrets.New(secret), testPrefix).Reveal()
		shaped := strings.HasPrefix(made, testPrefix) == strings.HasPrefix(secret, testPrefix)
		marks := func(text string) int { return strings.Count(text, "-") + strings.Count(text, "_") }
		if made == secret || !shaped || len(made) < len(secret) || len(made) < 16 || marks(made) != marks(secret) {
			t.Errorf("%q is compared with %q", secret, made)
		}
	}
}

func TestWhatIsNoAnswerOfAConsoleIsUnclear(t *testing.T) {
	t.Parallel()
	page := func(status int, kind, body string) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", kind)
			rw.WriteHeader(status)
			_, _ = io.WriteString(rw, body)
		}
	}
	for what, handler := range map[string]http.HandlerFunc{
		"a page with success":    page(200, "text/html", "<html>sign in</html>"),
		"a page without a type":  page(200, "application/json", " <!doctype html>"),
		"a page that refuses":    page(401, "text/html; charset=utf-8", "<html>sign in</html>"),
		"a page that forbids":    page(403, "text/html", "blocked by the firewall"),
		"a text that forbids":    page(403, "text/plain", "blocked by the firewall"),
		"nothing that forbids":   page(403, "application/json", ""),
		"a text with success":    page(200, "text/plain", "ok"),
		"nothing with success":   page(200, "application/json", ""),
		"more than an answer is": page(200, "application/json", "["+strings.Repeat(" ", largestAnswer)+"]"),
		"a connection that ends": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		synctest.Test(t, func(t *testing.T) {
			w, _ := newTrial(t, handler, nil)
			got, err := w.Verify(t.Context(), secrets.New(testSecret))
			if err != nil || got.Verdict != Unclear || got.Why == "" || got.Host != "localhost" {
				t.Errorf("%s: got %+v, %v", what, got, err)
			}
		})
	}
}

// A page for the comparison proves nothing for the secret.
func TestAComparisonThatFailsIsUnclear(t *testing.T) {
	t.Parallel()
	w, _ := newTrial(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-API-Key") != testSecret {
			rw.Header().Set("Content-Type", "text/html")
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		write(rw, 200, `{}`)
	}, nil)
	if got, err := w.Verify(t.Context(), secrets.New(testSecret)); err != nil || got.Verdict != Unclear || !strings.Contains(got.Why, "made up: localhost answered 401 with something that is not JSON") {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAConsoleThatHangsIsUnclear(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, asked := newTrial(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, nil)
		start := time.Now()
		got, err := w.Verify(t.Context(), secrets.New(testSecret))
		if lines := asked.since(); err != nil || got.Verdict != Unclear || !strings.Contains(got.Why, "within 30s") || time.Since(start) != 30*time.Second || len(lines) != 1 {
			t.Errorf("got %+v, %v after %s and %v", got, err, time.Since(start), lines)
		}
	})
}

func TestAnOverloadedConsoleIsAskedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var count atomic.Int64
		w, _ := newTrial(t, func(rw http.ResponseWriter, r *http.Request) {
			if count.Add(1)%2 == 1 {
				write(rw, 503, `{}`)
				return
			}
			telling(200, 401)(rw, r)
		}, nil)
		if got, err := w.Verify(t.Context(), secrets.New(testSecret)); err != nil || got.Verdict != Works || count.Load() != 4 {
			t.Errorf("got %+v, %v after %d requests", got, err, count.Load())
		}
	})
}

// The secret goes where secrets are tried, the credential to the console, and
// neither anywhere else.
func TestSecretAndCredentialGoTheirOwnWays(t *testing.T) {
	t.Parallel()
	at := func(host, model string) func(*Settings) {
		return func(s *Settings) {
			verify := s.Dialect.Actions[VerbVerify]
			verify.Host = host
			verify.Authorize = func(header http.Header, secret secrets.Secret) { header.Set("X-Model-Key", secret.Reveal()) }
			s.Dialect.Actions[VerbVerify] = verify
			s.ModelURL = model
		}
	}
	public := func(change func(*Settings)) func(*Settings) {
		return func(s *Settings) { change(s); s.Dialect.Base = "http://localhost/v9" }
	}
	for what, test := range map[string]struct {
		change func(*Settings)
		tried  string
	}{
		"the console itself":         {at("", ""), "localhost/v1/models"},
		"a model URL":                {at("", "http://127.0.0.1/v2"), "127.0.0.1/v2/models"},
		"a model URL before a host":  {public(at("http://127.0.0.2/x", "http://127.0.0.1:80/v2/")), "127.0.0.1:80/v2/models"},
		"the host of the public one": {public(at("http://127.0.0.2/v3", "")), "127.0.0.2/v3/models"},
		"a private one has no host":  {at("http://127.0.0.2/v3", ""), "localhost/v1/models"},
	} {
		w, asked := newTrial(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 401, `{"keys":[]}`) }, test.change)
		got, err := w.Verify(t.Context(), secrets.New(testSecret))
		if lines := asked.since(); err != nil || got.Verdict != Refused || !slices.Equal(lines, []string{test.tried + " " + testSecret}) || !strings.HasPrefix(test.tried, got.Host+"/") {
			t.Errorf("%s: got %+v, %v after %v", what, got, err, lines)
		}
		_, err = w.list(t.Context())
		if lines := asked.since(); errs.KindOf(err) != errs.Denied || !slices.Equal(lines, []string{"localhost/v1/keys " + testLogin}) {
			t.Errorf("%s: the list got %v after %v", what, err, lines)
		}
	}
}

func TestWhatCannotBeTriedIsAnError(t *testing.T) {
	t.Parallel()
	w, asked := newTrial(t, telling(200, 401), func(s *Settings) { s.ModelURL = "http://models.example/v1" })
	if _, err := w.Verify(t.Context(), secrets.New(testSecret)); errs.KindOf(err) != errs.Usage || asked.since() != nil {
		t.Errorf("got %v, or something was sent", err)
	}
	w, asked = newTrial(t, telling(200, 401), func(s *Settings) { delete(s.Dialect.Actions, VerbVerify) })
	if _, err := w.Verify(t.Context(), secrets.New(testSecret)); errs.KindOf(err) != errs.Unsupported || asked.since() != nil {
		t.Errorf("got %v, or something was sent", err)
	}
}

// A console may need a moment until it refuses what was ended.
func TestAnEndedSecretIsTriedUntilItIsRefused(t *testing.T) {
	t.Parallel()
	for working, want := range map[int64]Verdict{0: Refused, 2: Refused, 3: Works} {
		synctest.Test(t, func(t *testing.T) {
			var tries atomic.Int64
			w, _ := newTrial(t, func(rw http.ResponseWriter, r *http.Request) {
				status := 200
				if r.Header.Get("X-API-Key") != testSecret {
					status = 401
				} else if tries.Add(1) > working {
					status = 401
				}
				write(rw, status, `{}`)
			}, nil)
			start := time.Now()
			got, err := w.VerifyEnded(t.Context(), secrets.New(testSecret))
			if err != nil || got.Verdict != want || tries.Load() != min(working+1, 3) || time.Since(start) > 2*time.Second {
				t.Errorf("%d times working: got %+v, %v after %d tries", working, got, err, tries.Load())
			}
		})
	}
}
