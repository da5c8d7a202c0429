package client

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"keyctl/internal/errs"
)

// checking is a world whose console wants to be asked before a create.
func checking(t *testing.T, handler http.HandlerFunc) *world {
	w := newWorld(t, handler)
	create := w.dialect.Actions[VerbCreate]
	create.Check = &Check{
		Request: func(Wish) (Request, error) {
			return Request{Method: http.MethodPost, Path: []string{"keys", "check"}, Body: struct{}{}}, nil
		},
		Read: func(body []byte) (bool, string, error) {
			var answer struct {
				Allowed bool
				Reason  string
			}
			err := json.Unmarshal(body, &answer)
			return answer.Allowed, answer.Reason, err
		},
	}
	w.dialect.Actions[VerbCreate] = create
	return w
}

func TestACreateThatTheConsoleWouldNotAllowIsNotSent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		kind   errs.Kind
		says   string
	}{
		"refused":         {200, `{"allowed":false,"reason":"already 10 keys\u001b[2J"}`, errs.Conflict, `"already 10 keys\u001b[2J"`},
		"without reason":  {200, `{"allowed":false}`, errs.Conflict, "no reason"},
		"not JSON":        {200, `allowed`, errs.Unreachable, "cannot be used"},
		"a web page":      {200, `<html>`, errs.Unreachable, "web page"},
		"denied":          {403, `{"error":"no"}`, errs.Denied, "403"},
		"a broken answer": {500, `{"error":"no"}`, errs.Unreachable, "500"},
		"limited":         {429, `{"error":"no"}`, errs.RateLimited, "429"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := checking(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "7200")
				write(w, test.status, test.body)
			})
			_, err := w.Create(t.Context(), Draft{Name: "x"}, Before{}, keepRaw)
			if e := own(t, err); e.Kind != test.kind || !strings.Contains(e.What, test.says) {
				t.Errorf("ended with %d %s", e.Kind, e.What)
			}
			for _, request := range w.sent(http.MethodPost) {
				if request != "POST /v1/keys/check" {
					t.Errorf("sent %s", request)
				}
			}
		})
	}
}

// TestAnOlderConsoleIsNotAskedAboutACreate: what it doesn't know it can't
// refuse.
func TestAnOlderConsoleIsNotAskedAboutACreate(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"allowed": 200, "unknown": 404} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := checking(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/check") {
					write(w, status, `{"allowed":true}`)
					return
				}
				write(w, 201, `{"id":"k1","name":"x","secret":"`+testSecret+`"}`)
			})
			created, err := w.Create(t.Context(), Draft{Name: "x"}, Before{}, keepRaw)
			if err != nil || created.Key.ID != "k1" || len(w.sent(http.MethodPost)) != 2 {
				t.Errorf("got %v, %v after %v", created.Key, err, w.requests)
			}
		})
	}
}

// TestAListFallsBackOnceToTheOlderPath and stays there.
func TestAListFallsBackOnceToTheOlderPath(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/v1/older":
			write(w, 200, `{"keys":[{"id":"a"}],"next":"2"}`)
		case "/v1/older/2":
			write(w, 200, `{"keys":[{"id":"b"}]}`)
		default:
			write(w, 404, `{"error":"no such route"}`)
		}
	})
	list := w.dialect.Actions[VerbList]
	list.Older = func(w Wish) (Request, error) {
		path := []string{"older"}
		if w.Cursor != "" {
			path = append(path, w.Cursor)
		}
		return Request{Method: http.MethodGet, Path: path}, nil
	}
	w.dialect.Actions[VerbList] = list
	for range 2 {
		if keys, err := w.list(t.Context()); err != nil || len(keys) != 2 {
			t.Errorf("listed %v, %v", keys, err)
		}
	}
	if got := strings.Join(w.requests, " "); strings.Count(got, "/v1/keys") != 1 || len(w.requests) != 5 {
		t.Errorf("sent %s", got)
	}
}

// TestAListThatIsNowhereSaysSo when the older path isn't there either, and when
// only a later page is missing.
func TestAListThatIsNowhereSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/keys" && r.URL.RawQuery == "" {
			write(w, 200, `{"keys":[{"id":"a"}],"next":"2"}`)
			return
		}
		write(w, 404, `{"error":"gone"}`)
	})
	list := w.dialect.Actions[VerbList]
	list.Older = func(Wish) (Request, error) { return Request{Method: http.MethodGet, Path: []string{"older"}}, nil }
	w.dialect.Actions[VerbList] = list
	if _, err := w.list(t.Context()); errs.KindOf(err) != errs.Unreachable || len(w.requests) != 2 {
		t.Errorf("a missing page ended with %v after %v", err, w.requests)
	}
	w.dialect.Actions[VerbList] = Action{Effect: Reads, Keys: testKeys, Older: list.Older, Request: func(Wish) (Request, error) {
		return Request{Method: http.MethodGet, Path: []string{"nowhere"}}, nil
	}}
	if _, err := w.list(t.Context()); errs.KindOf(err) != errs.Unreachable || len(w.requests) != 4 {
		t.Errorf("a missing list ended with %v after %v", err, w.requests)
	}
}
