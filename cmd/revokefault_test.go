package cmd_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestRevokeFaults(t *testing.T) {
	t.Parallel()
	const refusal = `{"code":"FORBIDDEN","error":"not yours"}`
	for name, test := range map[string]struct {
		fault   faultFunc // of DELETE
		code    int
		pattern string
		left    int
	}{
		"refused":                   {respond(403, refusal), 3, "not yours", 1},
		"gone meanwhile":            {after(respond(404, `{"code":"NOT_FOUND","error":"API key not found"}`)), 0, `^revoked "x"`, 0},
		"500 after the effect":      {after(respond(500, "")), 0, `^revoked "x"`, 0},
		"500 without effect":        {respond(500, ""), 9, "answered 500", 1},
		"a reset after the effect":  {after(reset), 0, `^revoked "x"`, 0},
		"a reset without effect":    {reset, 9, "", 1},
		"a hang":                    {hang, 9, "no answer from", 1},
		"200 without effect":        {respond(200, `{"code":"OK"}`), 9, "its list does not show it", 1},
		"a page with 200":           {respond(200, pageText, "Content-Type", "text/html"), 9, "a web page", 1},
		"a redirect":                {respond(302, "", "Location", "https://example.com/"), 9, "redirects are never followed", 1},
		"429 again and again":       {respond(429, "", "Retry-After", "3600"), 7, "try again in 1h", 1},
		"nothing, after the effect": {after(respond(204, "")), 0, `^revoked "x"`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := newConsole(t, "huddle01", on(http.MethodDelete, test.fault))
			p.create("--name", "x")
			r := p.run("revoke", "--yes", "x", "--timeout", timeoutFor(test.pattern))
			r.is(t, name, test.code, test.pattern)
			if left := c.keys(t); len(left) != test.left {
				t.Errorf("%d keys are left", len(left))
			}
			if test.code != 0 {
				r.silent(t, name)
			}
		})
	}
}

// The confirming read decides: without it nobody knows.
func TestAChangeThatCannotBeConfirmedIsUnknown(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faultFunc{
		"401": respond(401, ""), "404": respond(404, ""), "a page": respond(200, pageText, "Content-Type", "text/html"),
		"broken off": cutShort("]"), "a hang": hang,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, verb := range [][]string{{"revoke", "x", "--yes"}, {"rename", "x", "y"}, {"expire", "x", "1d"}, {"scope", "x", "inference"}} {
				var changed atomic.Bool
				_, p := newConsole(t, "remotegpu", func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
					if r.Method == http.MethodGet && changed.Load() {
						fault(w, r, effect)
						return
					}
					effect.ServeHTTP(w, r)
					changed.Store(r.Method == http.MethodPatch || strings.HasSuffix(r.URL.Path, "/revoke"))
				})
				p.create("--name", "x", "--scope", "all")
				r := p.run(append(verb, "--timeout", hangTime)...)
				r.is(t, verb[0], 9, "cannot be confirmed", "\nhint: `list` shows")
				r.silent(t, verb[0])
			}
		})
	}
}

func TestSomeOfSeveralFail(t *testing.T) {
	t.Parallel()
	var mutex sync.Mutex
	stubborn := map[string]int{} // path: status
	_, p := newConsole(t, "huddle01", on(http.MethodDelete, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		mutex.Lock()
		status := stubborn[r.URL.Path]
		mutex.Unlock()
		if status > 0 {
			respond(status, `{"code":"NO","error":"stubborn"}`)(w, r, effect)
			return
		}
		effect.ServeHTTP(w, r)
	}))
	var keys []listed
	for i := range 3 {
		keys = append(keys, p.create("--name", fmt.Sprintf("k%d", i)))
	}
	set := func(i, status int) {
		mutex.Lock()
		defer mutex.Unlock()
		stubborn["/huddle01/api/v1/api-keys/"+keys[i].ID] = status
	}
	set(1, 403)
	r := p.run("revoke", "--yes", "k0", "k1", "-o", "name")
	r.is(t, "one of two", 11, `^revoked "k0" \(ak_[0-9a-f]+\)\nenvironment: revoke: cannot revoke 1 of 2 keys: "k1" \(`+keys[1].ID+`\): .*stubborn.*\nhint: `)
	if r.stdout != "k0\n" {
		t.Errorf("stdout is %q", r.stdout)
	}
	set(2, 403)
	r = p.run("revoke", "--yes", "k1", "k2", "-o", "json")
	r.is(t, "both, of one kind", 3)
	if told := r.errorOf(t).Error; told.Kind != "denied" || !strings.Contains(told.Message, "2 of 2") {
		t.Errorf("the error is %s", r.stderr)
	}
	set(2, 500)
	p.run("revoke", "--yes", "k1", "k2").is(t, "an unknown outcome outranks", 9, "2 of 2 keys")
	if left := p.keys(); len(left) != 2 {
		t.Errorf("left are %v", left)
	}
}

// The own key's end is confirmed by its 401.
func TestTheOwnKeyNeedsSelf(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	mine, other := p.create("--name", "mine"), p.create("--name", "other")
	p = p.with("KEYCTL_API_KEY=" + mine.Secret)
	c.forget()
	r := p.run("revoke", "--yes", "mine", "--self")
	r.is(t, "--self", 0, `^revoked "mine"`)
	if got := fmt.Sprint(c.methods()); got != "[GET DELETE GET]" {
		t.Errorf("sent %s", got)
	}
	p.run("list").is(t, "afterwards", 3)
	if left := p.with("KEYCTL_API_KEY=" + c.key).keys(); len(left) != 1 || left[0].ID != other.ID {
		t.Errorf("left are %v", left)
	}
}
