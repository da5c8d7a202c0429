package cmd_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"keyctl/emulator"
)

const pageText = "<!DOCTYPE html><title>Sign in</title>"

// createFault is a create that goes wrong, and how it has to end.
type createFault struct {
	fault   faultFunc
	code    int
	pattern string // of stderr; ID is the id of the key, where one was made, RECOVER the command that recovers it
	made    int    // how many keys there are afterwards
	secret  bool   // it reached stdout nevertheless
	left    string // what the journal calls what is pending, where it keeps secrets
}

// intentsOnly is how a fault ends where the journal keeps no secrets: a key with a
// receipt is ended again.
func (f createFault) intentsOnly() createFault {
	switch f.left {
	case keptAnswer:
		f.left = "answer lost"
	case keptSecret:
		f.left, f.made, f.code = "", 0, 1
		f.pattern = `; the key "ak_[0-9a-f]+" exists; the journal keeps no secrets here, so the key was ended again \(revoke\)`
	}
	return f
}

const (
	keptSecret = "secret kept"
	keptAnswer = "answer kept"
	unheard    = "outcome unknown"
)

func createFaults() map[string]createFault {
	return map[string]createFault{
		"500 after the effect":       {after(respond(500, `{"code":"INTERNAL","error":"boom"}`)), 9, "answered 500.*boom.*whether a key was created is unknown; new with that name: ID\n.*hint: .*RECOVER. looks again", 1, false, keptAnswer},
		"500 without effect":         {respond(500, ""), 9, "unknown; no new key named .x. is listed yet\nhint: .*looks again", 0, false, keptAnswer},
		"500 with all of it":         {withStatus(500), 9, "answered 500.*; the secret was in it.*hint: try the secret", 1, true, ""},
		"500 that quotes a secret":   {respond(500, `{"code":"X","error":"failed after issuing `+straySecret+`"}`), 9, `failed after issuing \[redacted\]`, 0, false, keptAnswer},
		"409 that quotes a secret":   {respond(409, `{"code":"X","error":"exists: `+straySecret+`"}`), 5, `exists: \[redacted\]`, 0, false, ""},
		"409 that holds another":     {respond(409, `{"code":"X","error":"sk_live_0123456789","plaintext":"sk_live_0123456789"}`), 5, `Conflict: .\[redacted\].\n`, 0, false, ""},
		"502 as a page":              {respond(502, pageText, "Content-Type", "text/html"), 9, "answered 502", 0, false, keptAnswer},
		"a hang after the effect":    {after(hang), 9, "no answer from .* within " + hangTime + ".*; new with that name: ID\n.*hint: .*RECOVER. looks again", 1, false, unheard},
		"a reset after the effect":   {after(reset), 9, "cannot reach.*; new with that name: ID\n.*hint: .*RECOVER. looks again", 1, false, unheard},
		"a page with 200":            {after(respond(200, pageText, "Content-Type", "text/html")), 9, "with 200.*; new with that name: ID\n.*hint: .*RECOVER. looks again", 1, false, keptAnswer},
		"a page called JSON":         {after(respond(200, pageText, "Content-Type", "application/json")), 9, "with 200.*new with that name: ID\n.*hint: .*RECOVER --revoke --key-id KEY", 1, false, keptAnswer},
		"nothing at all":             {after(respond(201, "")), 9, "with 201.*new with that name: ID\n.*hint: .*RECOVER --revoke --key-id KEY", 1, false, keptAnswer},
		"204":                        {after(respond(204, "")), 9, "with 204.*new with that name: ID\n.*hint: .*RECOVER --revoke --key-id KEY", 1, false, keptAnswer},
		"null":                       {after(respond(200, "null")), 9, "with 200.*new with that name: ID\n.*hint: .*RECOVER --revoke --key-id KEY", 1, false, keptAnswer},
		"a list":                     {after(respond(200, "[]")), 9, "with 200.*new with that name: ID\n.*hint: .*RECOVER --revoke --key-id KEY", 1, false, keptAnswer},
		"JSON nested very deep":      {after(respond(200, strings.Repeat("[", 100_000))), 9, "with 200.*new with that name: ID\n.*hint: .*RECOVER --revoke --key-id KEY", 1, false, keptAnswer},
		"no secret":                  {rewrite(func(text string) string { return secretPattern.ReplaceAllString(text, "") }), 9, `with 201.*no secret that can be recognised; the key "ID" exists`, 1, false, keptSecret},
		"a masked secret":            {rewrite(func(text string) string { return secretPattern.ReplaceAllString(text, "mk_4929de1f********") }), 9, `the key "ID" exists`, 1, false, keptSecret},
		"a secret of another type":   {rewrite(func(text string) string { return regexp.MustCompile(`"mk_[0-9a-f]{64}"`).ReplaceAllString(text, "17") }), 9, `the key "ID" exists`, 1, false, keptSecret},
		"cut before the secret":      {cutShort(`,"secret"`), 9, `with 201.*broke off.*(the key "ID" exists|ID)`, 1, false, keptSecret},
		"cut behind the secret":      {cutShort(`,"created_at"`), 9, "the secret was in it.*hint: try the secret", 1, true, ""},
		"429":                        {respond(429, `{"code":"SLOW","error":"slow down"}`, "Retry-After", "1"), 7, "slow down.\nhint: try again in 1s", 0, false, ""},
		"429 without a time":         {respond(429, ""), 7, "hint: try again in a minute", 0, false, ""},
		"408":                        {respond(408, ""), 9, "answered 408", 0, false, keptAnswer},
		"400":                        {respond(400, `{"code":"BAD_REQUEST","error":"bad"}`), 1, "answered 400 Bad Request: .bad.", 0, false, ""},
		"401":                        {respond(401, `{"code":"UNAUTHORIZED","error":"no"}`), 3, "answered 401.*hint: sign in again", 0, false, ""},
		"403":                        {respond(403, ""), 3, "answered 403", 0, false, ""},
		"404":                        {respond(404, ""), 8, "answered 404.*hint: check the base URL", 0, false, ""},
		"409":                        {respond(409, `{"code":"CONFLICT","error":"limit"}`), 5, "limit", 0, false, ""},
		"a redirect to another path": {respond(307, "", "Location", "/elsewhere"), 9, "redirects are never followed", 0, false, keptAnswer},
		"an answer that never ends":  {after(endless), 9, "(no answer|broke off).*new with that name: ID\n.*hint: .*RECOVER --revoke --key-id KEY", 1, false, keptAnswer},
	}
}

const straySecret = "mk_4929de1f505b514f84988e4992cd23da7e6a89d3fc3d96a6518b47b05da8f8df"

// withStatus sends the real answer, but calls it something else.
func withStatus(status int) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		recorder := httptest.NewRecorder()
		effect.ServeHTTP(recorder, r)
		respond(status, recorder.Body.String())(w, r, effect)
	}
}

// endless sends a header and then one byte after the other.
func endless(w http.ResponseWriter, r *http.Request, _ http.Handler) {
	again := time.NewTicker(time.Millisecond) // a machine has others to serve
	defer again.Stop()
	for {
		if _, err := w.Write(make([]byte, 1)); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
		select {
		case <-again.C:
		case <-r.Context().Done():
			return
		}
	}
}

// One format goes with one kind of journal: they have nothing to do with each
// other.
func TestCreateFaults(t *testing.T) {
	t.Parallel()
	for name, test := range createFaults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.ends(t, "table", "local")
			test.intentsOnly().ends(t, "json", "none")
		})
	}
}

// ends checks how a create ends that meets the fault.
func (f createFault) ends(t *testing.T, format, journal string) {
	t.Helper()
	c, p := newConsole(t, "huddle01", on(http.MethodPost, f.fault))
	p = p.with("KEYCTL_JOURNAL=" + journal)
	r := p.run("create", "--name", "x", "--timeout", timeoutFor(f.pattern), "--debug="+strconv.FormatBool(format == "table"), "-o", format)
	posts, keys, id := c.count(http.MethodPost), c.keys(t), "none"
	if len(keys) > 0 {
		id = keys[0].ID
	}
	if posts != 1 || len(keys) != f.made {
		t.Errorf("%s: sent %d times, %d keys were made, want %d", journal, posts, len(keys), f.made)
	}
	if got := secretPattern.MatchString(r.stdout); got != f.secret || !got && r.stdout != "" {
		t.Errorf("%s: stdout is %q", journal, r.stdout)
	}
	command := p.pendingIs(f.left)
	pattern := strings.NewReplacer("ID", id, "RECOVER", command).Replace(f.pattern)
	if !strings.Contains(r.stderr, command) {
		t.Errorf("%s: %s is nowhere in %s", journal, command, r.stderr)
	}
	if format == "table" {
		r.is(t, journal, f.code, "(?s)\nenvironment: create: .*"+pattern)
		return
	}
	r.is(t, journal, f.code)
	told := r.errorOf(t).Error
	if !regexp.MustCompile("(?s)"+pattern).MatchString(told.Message+"\nhint: "+*told.Hint) || told.ExitCode != f.code || f.made > 0 && (told.KeyID == nil || *told.KeyID != id) {
		t.Errorf("%s: the error is %s", journal, r.stderr)
	}
}

func TestCreateIsRefusedBeforeTheRequestWhenNobodyListens(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	c.stop()
	r := p.run("create", "--name", "x")
	r.is(t, "no listener", 8, "cannot reach 127.0.0.1:.*refused; nothing was created\nhint: ")
	r.silent(t, "no listener")
	if told := p.run("create", "--name", "x", "-o", "json").errorOf(t).Error; told.Kind != "unreachable" || told.ExitCode != 8 {
		t.Errorf("the error is %+v", told)
	}
}

// A console whose list can't be read gets no create, but for one that doesn't
// allow the list to be read.
func TestNoCreateWithoutALookBefore(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault faultFunc
		code  int
	}{
		"401": {respond(401, `{"code":"UNAUTHORIZED","error":"no"}`), 3}, "429": {respond(429, ""), 7}, "500": {respond(500, ""), 8},
		"a page": {respond(200, pageText, "Content-Type", "text/html"), 8}, "a hang": {hang, 8}, "a reset": {reset, 8}, "404": {respond(404, ""), 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := newConsole(t, "huddle01", on(http.MethodGet, test.fault))
			r := p.run("create", "--name", "x", "--timeout", "3s")
			r.is(t, name, test.code, "environment: create: .*; nothing was created\nhint: ")
			if r.silent(t, name); c.count(http.MethodPost) != 0 {
				t.Errorf("sent %v", c.methods())
			}
		})
	}
	c, p := newConsole(t, "huddle01", on(http.MethodGet, respond(403, "")))
	if p.create("--name", "x"); c.count(http.MethodPost) != 1 {
		t.Errorf("403: sent %v", c.methods())
	}
}

func TestARedirectLeadsNowhere(t *testing.T) {
	t.Parallel()
	var seen atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { seen.Add(1) }))
	t.Cleanup(other.Close)
	for _, status := range []int{302, 307} {
		redirect := respond(status, "", "Location", other.URL+"/api-keys")
		c, p := newConsole(t, "huddle01", on(http.MethodPost, redirect))
		p.run("create", "--name", "x").is(t, "create", 9, "redirects are never followed")
		if posts := c.count(http.MethodPost); posts != 1 {
			t.Errorf("%d: sent %d times", status, posts)
		}
		c, p = newConsole(t, "huddle01", redirect)
		p.run("create", "--name", "x").is(t, "create", 8, "redirects are never followed; nothing was created")
		r := p.run("list", "--debug")
		r.is(t, "list", 8, "answered with a redirect to .*redirects are never followed")
		p.run("revoke", "--yes", "x").is(t, "revoke", 8)
		if posts := c.count(http.MethodPost); posts != 0 {
			t.Errorf("%d: sent %d times", status, posts)
		}
	}
	if seen.Load() > 0 {
		t.Errorf("the other host saw %d requests", seen.Load())
	}
}

func TestACredentialThatIsEchoedIsBlackedOut(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"huddle01", "remotegpu"} {
		var padding atomic.Int32 // long texts are cut, also within a credential
		echo := func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
			text := strings.Repeat(".", int(padding.Load())) + r.Header.Get("X-API-Key") + r.Header.Get("Authorization") + " is bad"
			respond(400, `{"code":"BAD","error":"`+text+`"}`, "X-Request-Id", text, "Content-Type", text)(w, r, effect)
		}
		c, p := newConsole(t, name, echo)
		for i, args := range [][]string{
			{"list"},
			{"list", "-o", "json"},
			{"show", "x", "--debug"},
			{"revoke", "x", "--yes"},
			{"create", "--name", "x", "--debug"},
			{"create", "--name", "x", "-o", "json"},
		} {
			if name == "remotegpu" && args[0] == "create" {
				args = append(args, "--scope", "all")
			}
			for _, length := range []int{10 * i, 50} {
				padding.Store(int32(length))
				r := p.run(args...)
				r.is(t, strings.Join(args, " "), 1, `\[redacted\]`)
				if strings.Contains(r.stdout+r.stderr, c.key[:25]) {
					t.Errorf("%v shows the credential: %s", args, r.stderr)
				}
			}
		}
	}
}

// A log that keeps stderr, as CI does, holds neither secret nor credential,
// and the trace tells what was asked.
func TestTheTraceHoldsNoSecret(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "remotegpu", nil)
	key := p.create("--name", "x", "--scope", "all", "--debug")
	r := p.run("list", "--debug", "--jq", ".")
	r.is(t, "list", 0, `^> GET http://127.0.0.1:\d+/remotegpu/v1/account/api-keys \(0 bytes\)\n< 200 HTTP/1.1 after`)
	for _, args := range [][]string{{"rename", "x", "y"}, {"scope", "y", "inference"}, {"expire", "y", "1d"}, {"revoke", "y", "--yes"}} {
		r := p.run(append(args, "--debug")...)
		r.is(t, args[0], 0, "(?m)^> (PATCH|POST) ")
		if strings.Contains(r.stdout+r.stderr, key.Secret) || strings.Contains(r.stdout+r.stderr, c.key) {
			t.Errorf("%v shows a secret", args)
		}
	}
}

func TestAKeyThatIsNotAsWishedIsReported(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]string{
		"scopes": `"scopes":{"all":true}`, "expiry": `"expires_at":null`,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			member := regexp.MustCompile(`"` + strings.Split(change, `"`)[1] + `":(\{[^}]*\}|"[^"]*")`)
			_, p := newConsole(t, "remotegpu", on(http.MethodPost, rewrite(func(text string) string { return member.ReplaceAllString(text, change) })))
			r := p.run("create", "--name", "x", "--scope", "inference", "--expires", "2099-01-31", "-o", "secret")
			r.is(t, what, 1, `environment: create: the key "[0-9a-f-]{36}" was created, but with`)
			if !regexp.MustCompile(`^rgpu_[0-9a-f]{64}\n$`).MatchString(r.stdout) {
				t.Errorf("the secret is lost: %q", r.stdout)
			}
		})
	}
}

func TestTheLimitOfActiveKeys(t *testing.T) {
	t.Parallel()
	c, err := startConsole("huddle01", emulator.Settings{Limit: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.stop)
	p := newProgram(t, "KEYCTL_CONSOLE=huddle01", "KEYCTL_BASE_URL="+c.base, "KEYCTL_API_KEY="+c.key)
	p.create("--name", "x")
	r := p.run("create", "--name", "y")
	r.is(t, "the second key", 5, "API key limit reached")
	r.silent(t, "the second key")
}
