package cmd_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// accepting is a console that accepts a secret whatever became of its key. It
// lists what it is given, or its own keys.
func accepting(secret *string, list string) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/balance") && r.Header.Get("X-API-Key") == *secret:
			respond(200, `{"code":"OK","data":{}}`)(w, r, effect)
		case strings.HasSuffix(r.URL.Path, "/api-keys") && r.Method == http.MethodGet && list != "":
			respond(200, `{"code":"OK","data":[`+list+`]}`)(w, r, effect)
		default:
			effect.ServeHTTP(w, r)
		}
	}
}

// leak writes a secret to a file and gives its path.
func (p *program) leak(t *testing.T, secret string) string {
	t.Helper()
	path := filepath.Join(p.dir, "leaked")
	if err := os.WriteFile(path, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestASecretThatStillWorksIsNoSuccess(t *testing.T) {
	t.Parallel()
	secret := ""
	c, p := newConsole(t, "huddle01", accepting(&secret, ""))
	key := p.create("--name", "leaked")
	secret = key.Secret
	file := p.leak(t, secret)
	c.forget()
	r := p.run("revoke", "--yes", "--secret-file", file, "-o", "json")
	r.is(t, "revoke", 9)
	told := r.errorOf(t).Error
	if told.KeyID == nil || *told.KeyID != key.ID || !strings.Contains(told.Message, `the end of "leaked" (`+key.ID+`), but the secret still works`) {
		t.Errorf("got %+v", told)
	}
	if strings.Contains(r.stdout, key.ID) || c.count(http.MethodDelete) != 1 {
		t.Errorf("stdout is %q after %v", r.stdout, c.methods())
	}
}

// Where it isn't beyond doubt which key the secret is of, nothing is changed.
func TestADoubtfulSecretEndsNoKey(t *testing.T) {
	t.Parallel()
	secret := "mk_4929de1f" + strings.Repeat("0", 55) + "f"
	key := func(id, prefix string) string {
		return `{"id":"` + id + `","name":"n-` + id + `","prefix":"` + prefix + `","created_at":"2026-03-10T11:00:00Z"}`
	}
	for list, want := range map[string]struct {
		code       int
		says       string
		candidates int
	}{
		key("a", "mk_4929de1f...") + "," + key("b", "mk_4929de..."): {5, "the secret could be that of 2 keys; nothing was changed", 2},
		key("a", "mk_4929d..."):                 {5, "tells too little of its keys to know which one the secret is of; nothing was changed", 1},
		key("a", "mk_...") + "," + key("b", ""): {5, "tells too little", 2},
		key("a", "mk_4929de2f..."):              {4, "no active key of this account begins like the secret; nothing was changed", 0},
		`{"id":7}`:                              {8, "cannot be used: .*; nothing was changed", 0},
	} {
		c, p := newConsole(t, "huddle01", accepting(&secret, list))
		r := p.run("revoke", "--yes", "--secret-file", p.leak(t, secret), "-o", "json")
		r.is(t, list, want.code, want.says)
		r.silent(t, list)
		if got := len(r.errorOf(t).Error.Candidates); got != want.candidates {
			t.Errorf("%s: %d candidates, want %d", list, got, want.candidates)
		}
		if c.count(http.MethodDelete) != 0 {
			t.Errorf("%s: sent %v", list, c.methods())
		}
	}
}

// A console that answers everybody, or nobody, proves nothing.
func TestAnUnclearSecretEndsNoKey(t *testing.T) {
	t.Parallel()
	for what, fault := range map[string]faultFunc{
		"everybody":   respond(200, `{"code":"OK","data":[]}`),
		"a page":      respond(200, "<html>sign in</html>", "Content-Type", "text/html"),
		"a redirect":  respond(302, "", "Location", "http://127.0.0.1:1/"),
		"an overload": respond(503, `{"code":"DOWN","error":"later"}`),
	} {
		c, p := newConsole(t, "huddle01", fault)
		r := p.run("revoke", "--yes", "--secret-file", p.leak(t, "mk_"+strings.Repeat("4", 64)))
		r.is(t, what, 8, "whether the secret works is unclear: .*; nothing was changed\nhint: ")
		r.silent(t, what)
		if c.count(http.MethodGet) != c.count("") {
			t.Errorf("%s: sent %v", what, c.methods())
		}
	}
}
