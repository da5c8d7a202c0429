//go:build unix

package cmd_test

import (
	"net/http"
	"strings"
	"testing"
)

// modelService answers like the one of d.run, to one secret.
func modelService(t *testing.T, secret string) *console {
	t.Helper()
	c, _ := newConsole(t, "huddle01", func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		if r.URL.Path != "/models/v1/models" || r.Header.Get("Authorization") != "Bearer "+secret {
			respond(http.StatusUnauthorized, `{"error":{"message":"no"}}`)(w, r, effect)
			return
		}
		respond(http.StatusOK, `{"object":"list","data":[]}`)(w, r, effect)
	})
	return c
}

// A secret goes to the model service that a profile names, the credential to the
// console, and neither to the other's place.
func TestASecretIsTriedWhereTheProfileSays(t *testing.T) {
	t.Parallel()
	c, plain := newDrun(t, 0, nil)
	key := plain.create("--name", "leaked")
	models := modelService(t, key.Secret)
	p := stored(t, c, "    model_url: "+models.URL+"/models\n")
	secret := func(args ...string) result {
		command := p.command("keyctl", args...)
		command.Stdin = strings.NewReader(key.Secret + "\n")
		return p.finish(command)
	}
	c.forget()
	r := secret("verify", "--debug")
	r.is(t, "verify", 0)
	if !strings.Contains(r.stdout, strings.TrimPrefix(models.URL, "http://")) || !strings.Contains(r.stdout, key.ID) {
		t.Errorf("the verdict is %s", r.stdout)
	}
	models.forget()
	secret("revoke", "--yes", "--secret-stdin").is(t, "a console that lets it work", 9, "the secret still works")
	for _, sent := range models.requests() {
		if text := strings.Join(sent.header.Values("Authorization"), " "); strings.Contains(text, c.key) || !strings.HasPrefix(text, "Bearer sk-") {
			t.Errorf("the model service got %q", sent.header)
		}
	}
	for _, sent := range c.requests() {
		if text := strings.Join(sent.header.Values("Authorization"), " "); text != "Bearer "+c.key || strings.Contains(sent.line(), "sk-") {
			t.Errorf("the console got %q with %q", sent.line(), sent.header)
		}
	}
	if c.count("") != 4 || len(plain.keys()) != 0 {
		t.Errorf("the console was asked %v", c.asked())
	}
}

// An endpoint that answers everybody, or nobody, proves nothing, and nothing is
// revoked for it.
func TestAnUnclearVerdict(t *testing.T) {
	t.Parallel()
	for name, secret := range map[string]string{
		"huddle01": "mk_" + strings.Repeat("7", 64), "hostupcloud": "huc_" + strings.Repeat("7", 64),
		"drun": "sk-" + strings.Repeat("7", 45), "remotegpu": "rgpu_" + strings.Repeat("7", 64),
	} {
		for what, fault := range map[string]faultFunc{
			"everybody": respond(200, `{"data":[]}`), "a page": respond(200, pageText, "Content-Type", "text/html"),
			"404": respond(404, `{"error":"no"}`), "418": respond(418, ""),
			"forbidden": respond(403, `{"error":"no"}`), "a redirect": respond(302, "", "Location", "https://example.com/"),
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				t.Parallel()
				c, p := newConsole(t, name, fault)
				for _, args := range [][]string{{"verify"}, {"verify", "-o", "json"}, {"revoke", "--yes", "--secret-stdin"}} {
					command := p.command("keyctl", args...)
					command.Stdin = strings.NewReader(secret)
					r := p.finish(command)
					r.is(t, strings.Join(args, " "), 8, "unclear")
					if args[0] == "verify" && !strings.Contains(r.stdout, "unclear") || strings.Contains(r.stdout, secret) {
						t.Errorf("%v: %s", args, r.stdout)
					}
				}
				if c.count(http.MethodGet) != c.count("") {
					t.Errorf("sent %v", c.methods())
				}
			})
		}
	}
}

// What a console shows of its keys has to be enough to know the right one.
func TestAMaskThatTellsTooLittle(t *testing.T) {
	t.Parallel()
	const secret = "sk-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHI"
	for shown, test := range map[string]struct {
		code    int
		pattern string
	}{
		"sk-abcde***":            {5, "tells too little"},
		"sk-***":                 {5, "tells too little"},
		"":                       {5, "tells too little"},
		"sk-abc***HI":            {5, "tells too little"},
		"sk-abcdef***":           {0, "would revoke"},
		"sk-abc***GHI":           {0, "would revoke"},
		"sk-abcdef...":           {0, "would revoke"},
		"sk-abcdeg***":           {4, "no active key"},
		"sk-abcdef***GHX":        {4, "no active key"},
		secret:                   {0, "would revoke"},
		secret[:47] + "X":        {4, "no active key"},
		"sk-xbcdef" + secret[9:]: {4, "no active key"},
	} {
		list := `{"items":[{"id":"1","name":"x","key":"` + shown + `"}],"page":{"page":1,"pageSize":100,"total":1}}`
		c, p := newConsole(t, "drun", func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
			switch {
			case !strings.HasSuffix(r.URL.Path, "/v1/models"):
				respond(200, list)(w, r, effect)
			case r.Header.Get("Authorization") == "Bearer "+secret:
				respond(200, `{"data":[]}`)(w, r, effect)
			default:
				respond(401, `{}`)(w, r, effect)
			}
		})
		command := p.command("keyctl", "revoke", "--secret-stdin", "--dry-run")
		command.Stdin = strings.NewReader(secret)
		p.finish(command).is(t, "shown as "+shown, test.code, test.pattern)
		if c.count(http.MethodDelete) > 0 {
			t.Errorf("%s: sent %v", shown, c.methods())
		}
	}
}
