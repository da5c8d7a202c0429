package cmd_test

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// trouble is what a console does beside or instead of its work.
type trouble struct {
	name   string
	writes bool // reading goes well
	hangs  bool // a command ends only with its timeout, or tries again and again
	fault  func(e *exposure) faultFunc
}

func (t trouble) meet(e *exposure, w http.ResponseWriter, r *http.Request, effect http.Handler) {
	if t.fault == nil || t.writes && r.Method == http.MethodGet {
		effect.ServeHTTP(w, r)
		return
	}
	t.fault(e)(w, r, effect)
}

func troubles() []trouble {
	plain := func(fault faultFunc) func(*exposure) faultFunc {
		return func(*exposure) faultFunc { return fault }
	}
	faults := []trouble{
		{name: "400 that repeats everything", fault: telling(400)},
		{name: "401 that repeats everything", fault: telling(401)},
		{name: "403 that repeats everything", fault: telling(403)},
		{name: "409 that repeats everything", fault: telling(409)},
		{name: "500 that repeats everything", fault: telling(500)},
		{name: "a redirect that repeats everything", fault: telling(302)},
		{name: "200 that repeats everything", fault: telling(200)},
		{name: "headers that repeat everything", fault: inHeaders},
		{name: "a page", fault: func(e *exposure) faultFunc {
			return after(respond(200, "<title>Welcome</title><p>"+e.secret+" and "+e.c.key, "Content-Type", "text/html"))
		}},
		{name: "an answer that is cut in the secret", fault: func(e *exposure) faultFunc { return cutShort(e.secret[len(e.secret)-9:]) }},
		{name: "an answer that is cut behind the secret", fault: plain(cutShort(`"created_at"`))},
		{name: "a secret under another name", fault: plain(rewrite(func(text string) string {
			return strings.NewReplacer(`"secret"`, `"value"`, `"plaintext"`, `"value"`).Replace(text)
		}))},
		{name: "a reset", fault: plain(after(reset)), hangs: true},
		{name: "a hang", fault: plain(after(hang)), hangs: true},
	}
	all := []trouble{{name: "none"}}
	for _, fault := range faults {
		meanwhile := fault
		meanwhile.name, meanwhile.writes = fault.name+" to a change", true
		all = append(all, fault, meanwhile)
	}
	return all
}

// told is all that a console knows, in the ways in which servers write it.
func told(e *exposure) string {
	var all []string
	for _, secret := range []string{e.secret, e.c.key} {
		all = append(all, secret, "Bearer "+secret, url.QueryEscape(secret), html.EscapeString(secret),
			base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte("key:"+secret)))
	}
	return strings.Join(all, " ")
}

// telling does what it was asked, and then repeats all that it knows.
func telling(status int) func(*exposure) faultFunc {
	return func(e *exposure) faultFunc {
		said := told(e)
		body, _ := json.Marshal(map[string]any{
			"code": "ODD", "error": said, "message": said, "detail": map[string]string{"reason": said}, "errors": []string{said},
		})
		return after(respond(status, string(body), "Retry-After", "3600", "Location", "/login?token="+url.QueryEscape(said), "WWW-Authenticate", `Bearer realm="`+said+`"`, "X-Request-Id", said))
	}
}

// inHeaders answers as it should, and repeats all that it knows beside that.
func inHeaders(e *exposure) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		recorder := httptest.NewRecorder()
		effect.ServeHTTP(recorder, r)
		for _, name := range []string{"Set-Cookie", "X-Request-Id", "Server", "Date", "Warning", "Retry-After", "Deprecation", "Link"} {
			w.Header().Set(name, told(e))
		}
		w.Header().Set("Content-Type", "application/json; charset="+e.c.key)
		w.WriteHeader(recorder.Code)
		_, _ = io.WriteString(w, recorder.Body.String())
	}
}
