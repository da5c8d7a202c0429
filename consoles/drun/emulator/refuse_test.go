package emulator

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"keyctl/emulator"
)

// everyRoute gives a right request for each route of the contract.
func everyRoute() map[string]string {
	return map[string]string{
		"GET /apikeys":                      "",
		"POST /apikeys":                     `{"name":"x"}`,
		"GET /apikeys-stats":                "",
		"POST /apikeys-stats":               `{}`,
		"POST /apikeys/check-creation":      `{}`,
		"DELETE /apikeys/1":                 `{}`,
		"GET /apikeys/1/secret":             "",
		"GET /masked-apikeys":               "",
		"GET " + in42 + "/apikeys":          "",
		"POST " + in42 + "/apikeys":         `{"name":"x"}`,
		"GET " + in42 + "/apikeys-stats":    "",
		"POST " + in42 + "/apikeys-stats":   `{}`,
		"DELETE " + in42 + "/apikeys/1":     `{}`,
		"PUT " + in42 + "/apikeys/1/quota":  `{"quota":"1"}`,
		"GET " + in42 + "/apikeys/1/secret": "",
		"PUT " + in42 + "/apikeys/1/status": `{"disabled":true}`,
		"GET " + in42 + "/masked-apikeys":   "",
		"GET " + in42 + "/my-apikeys":       "",
	}
}

func TestEveryRouteOfTheContractIsServed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	var served []string
	for request := range everyRoute() {
		request = strings.ReplaceAll(strings.ReplaceAll(request, "/42/", "/{workspace}/"), "/1", "/{id}")
		served = append(served, strings.Replace(request, " /", " "+management+"/", 1))
	}
	slices.Sort(served)
	if want := slices.Sorted(slices.Values(w.contract.Routes())); !slices.Equal(served, want) {
		t.Errorf("got %v, want %v", served, want)
	}
	for request, body := range everyRoute() {
		want := http.StatusOK
		if strings.Contains(request, "/1") {
			want = http.StatusNotFound
		}
		w.as(FirstMember, request, body).is(want, t)
	}
}

func TestEveryRouteWantsAnAccessKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	_, secret := w.create(FirstMember, "/apikeys", `{"name":"x"}`)
	token := w.MemberCredential("drun", SecondMember)
	if strings.Count(token, ".") != 2 || !strings.HasPrefix(token, "eyJ") {
		t.Errorf("the access key is %q", token)
	}
	for name, headers := range map[string][]string{
		"nothing":         {},
		"an API key":      {"Authorization: Bearer " + secret},
		"another header":  {"X-API-Key: " + token},
		"no scheme":       {"Authorization: " + token},
		"another scheme":  {"Authorization: Basic " + token},
		"a part of it":    {"Authorization: Bearer " + token[:40]},
		"another run's":   {"Authorization: Bearer " + newWorld(t, emulator.Settings{}).Credential("drun")},
		"an empty bearer": {"Authorization: Bearer "},
	} {
		for request, body := range everyRoute() {
			if got := w.managed(request, body, headers...).is(401, t); got.text("id") != "Unauthenticated" {
				t.Errorf("%s: %s: %s", name, request, got.raw)
			}
		}
	}
	w.managed("GET /apikeys", "", "Authorization: bearer "+token).is(200, t)
	w.models(token).is(401, t)
}

func TestEveryWorkspaceRouteWantsAnOwnWorkspace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	for request, body := range everyRoute() {
		if strings.Contains(request, in42) {
			for number, want := range map[string]int{"43": 403, "0": 403, "-42": 403, "2147483647": 403} {
				w.as(FirstMember, strings.Replace(request, "/42/", "/"+number+"/", 1), body).is(want, t)
			}
			for _, number := range []string{"forty", "2147483648", "4.2"} {
				w.wrong(FirstMember, strings.Replace(request, "/42/", "/"+number+"/", 1), body).is(400, t)
			}
		}
	}
}

func TestBodiesThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	id, _ := w.create(FirstMember, in42+"/apikeys", `{"name":"x"}`)
	own, _ := w.create(FirstMember, "/apikeys", `{"name":"x"}`)
	key := in42 + "/apikeys/" + id
	shapes := []string{``, ` `, `null`, `[]`, `"x"`, `{`, `{}{}`, "{\"name\":\"\xff\"}", `{"other":1}`}
	for request, bodies := range map[string][]string{
		"POST /apikeys": {
			`{}`, `{"name":""}`, `{"name":"  "}`, `{"name":null}`, `{"name":1}`, `{"Name":"x"}`, `{"name":"x","quota":"1"}`,
			`{"name":"x","expireTime":"tomorrow"}`, `{"name":"x","expireTime":1}`, `{"name":"x","expireTime":"2026-04-03T10:00:00Z"}`,
			`{"name":"x","expireTime":"0001-01-01T00:00:00Z"}`, `{"name":"x","expireTime":"9999-12-31T23:59:59-01:00"}`, `{"name":"x","expireTime":""}`,
		},
		"POST " + in42 + "/apikeys": {
			`{"name":"x","quota":1}`, `{"name":"x","quota":"-1"}`, `{"name":"x","quota":""}`, `{"name":"x","quota":"1.5"}`,
			`{"name":"x","quota":"9223372036854775808"}`, `{"name":"x","unlimitedQuota":"true"}`, `{"name":"x","unlimitedQuota":false}`,
			`{"name":"x","unlimitedQuota":true,"quota":"1"}`,
		},
		"PUT " + key + "/quota":        {`{}`, `{"quota":null}`, `{"quota":7}`, `{"unlimitedQuota":false}`, `{"disabled":true}`},
		"PUT " + key + "/status":       {`{}`, `{"disabled":null}`, `{"disabled":"true"}`, `{"disabled":1}`},
		"DELETE " + key:                {},
		"DELETE /apikeys/" + own:       {},
		"POST /apikeys/check-creation": {},
		"POST /apikeys-stats": {
			`{"period":"DAY"}`, `{"period":2}`, `{"ids":"1"}`, `{"ids":[1]}`, `{"models":{}}`, `{"startTime":"yesterday"}`, `{"endTime":0}`,
			`{"endTime":"now"}`, `{"startTime":"2026-04-03T10:00:00Z","endTime":"2026-04-03T09:00:00Z"}`,
		},
	} {
		for _, body := range slices.Concat(shapes, bodies) {
			if got := w.wrong(FirstMember, request, body).is(400, t); got.text("id") != "InvalidArgument" {
				t.Errorf("%s %s: %s", request, body, got.raw)
			}
		}
		w.wrong(FirstMember, request, `{"name":"`+strings.Repeat("x", 65<<10)+`"}`).is(413, t)
	}
	for _, request := range []string{
		"GET /apikeys?page.page=-1", "GET /apikeys?page.page=x", "GET /apikeys?page.pageSize=-2", "GET /apikeys?page.pageSize=2147483648",
		"GET /apikeys?page.total=x", "GET /apikeys?page.sort=key", "GET /apikeys?pageSize=3", "GET /masked-apikeys?page.page=-1",
		"GET " + in42 + "/my-apikeys?page=1", "GET /apikeys-stats?period=TIME_PERIOD_YEAR", "GET /apikeys-stats?startTime=0",
		"GET /apikeys-stats?id=1", "GET /apikeys-stats?endTime=0", "GET /apikeys?page.page=1.0",
	} {
		w.wrong(FirstMember, request, "").is(400, t)
	}
	if got := w.you("GET "+in42+"/apikeys", "").column("id"); !slices.Equal(got, []string{id}) {
		t.Errorf("a refused request had an effect: %v", got)
	}
}

func TestUnknownRoutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	for request, want := range map[string]int{
		"GET /": 404, "GET " + management + "/": 404, "GET " + management + "/apikeys/": 404, "GET " + management + "/apikeys/1": 405,
		"PUT " + management + "/apikeys": 405, "GET " + management + "/workspaces/42": 404, "GET /v1/other": 404, "POST /v1/models": 405,
		"PUT " + management + "/apikeys/1/status": 404, "GET " + management + "/apikeys/check-creation": 405,
	} {
		got := w.send(request, "", "Authorization: Bearer "+w.Credential("drun")).is(want, t)
		if said := got.text("message") + got.text("error", "message"); said != http.StatusText(want) {
			t.Errorf("%s: %s", request, got.raw)
		}
	}
}

func TestTheLimitOfKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{Limit: 2})
	id, _ := w.create(FirstMember, "/apikeys", `{"name":"a"}`)
	w.create(SecondMember, in42+"/apikeys", `{"name":"b"}`)
	for _, path := range []string{"/apikeys", in42 + "/apikeys"} {
		if got := w.as(FirstMember, "POST "+path, `{"name":"c"}`).is(409, t); got.text("message") != errFull.english {
			t.Errorf("%s: %s", path, got.raw)
		}
	}
	for language, want := range map[string]string{"": errFull.english, "zh-CN": errFull.chinese} {
		got := w.as(FirstMember, "POST /apikeys/check-creation", `{}`, "Accept-Language: "+language).is(200, t)
		if got.raw != fmt.Sprintf(`{"allowed":false,"reason":%q}`+"\n", want) {
			t.Errorf("check: %s", got.raw)
		}
	}
	w.you("DELETE /apikeys/"+id, `{}`)
	w.you("POST /apikeys", `{"name":"c"}`)

	usual := newWorld(t, emulator.Settings{})
	for range activeKeys {
		usual.create(FirstMember, "/apikeys", `{"name":"alike"}`)
	}
	usual.as(FirstMember, "POST /apikeys", `{"name":"alike"}`).is(409, t)
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	for header, chinese := range map[string]bool{
		"": false, "en": false, "zh": true, "zh-CN": true, "ZH-hans": true, "zhx": false, "zh-CN,zh;q=0.9,en;q=0.8": true,
		"en-US,en;q=0.9,zh;q=0.8": false, "en;q=0.2, zh;q=0.8": true, "zh;q=0": false, "zh;q=x": false, "fr,zh": false, "*": false,
	} {
		got := w.as(FirstMember, "DELETE /apikeys/1", `{}`, "Accept-Language: "+header).is(404, t)
		if (got.text("message") == errNoKey.chinese) != chinese || got.text("id") != "NotFound" {
			t.Errorf("%q: %s", header, got.raw)
		}
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "keys.db")
	before := newWorld(t, emulator.Settings{Data: data})
	own, _ := before.create(FirstMember, "/apikeys", `{"name":"a"}`)
	shared, _ := before.create(FirstMember, in42+"/apikeys", `{"name":"b"}`)
	_, secret := before.create(FirstMember, "/apikeys", `{"name":"c"}`)
	for _, test := range []struct{ verb, request, body string }{
		{"create", "POST /apikeys", `{"name":"x"}`},
		{"list", "GET /masked-apikeys", ""},
		{"check", "POST /apikeys/check-creation", `{}`},
		{"disable", "PUT " + in42 + "/apikeys/" + shared + "/status", `{"disabled":true}`},
		{"enable", "PUT " + in42 + "/apikeys/" + shared + "/status", `{"disabled":false}`},
		{"quota", "PUT " + in42 + "/apikeys/" + shared + "/quota", `{"quota":"1"}`},
		{"usage", "GET /apikeys-stats", ""},
		{"delete", "DELETE /apikeys/" + own, `{}`},
		{"revoke", "DELETE " + in42 + "/apikeys/" + shared, `{}`},
	} {
		fault := emulator.Fault{Status: 503, Verb: emulator.Verb(test.verb), Times: 1}
		w := newWorld(t, emulator.Settings{Data: data, Faults: []emulator.Fault{fault}})
		got := w.as(FirstMember, test.request, test.body).is(503, t)
		if got.header.Get("Retry-After") != "1" || got.text("id") != "Emulated" {
			t.Errorf("%s: %v %s", test.verb, got.header, got.raw)
		}
		w.you(test.request, test.body)
	}
	w := newWorld(t, emulator.Settings{Data: data, Faults: []emulator.Fault{{Status: 429, Verb: emulator.VerbVerify, Times: 1}}})
	if got := w.models(secret).is(429, t); got.header.Get("Retry-After") != "1" {
		t.Errorf("verify: %v", got.header)
	}
	w.models(secret).is(200, t)
}

func TestSecretsOfAnotherRunStayMasked(t *testing.T) {
	t.Parallel()
	shared := filepath.Join(t.TempDir(), "keys.db")
	first := newWorld(t, emulator.Settings{Data: shared})
	id, secret := first.create(FirstMember, "/apikeys", `{"name":"a"}`)
	second := newWorld(t, emulator.Settings{Data: shared})
	for _, list := range []string{"/apikeys", "/masked-apikeys"} {
		if got := second.you("GET "+list, "").column("key"); !slices.Equal(got, []string{mask(secret)}) {
			t.Errorf("%s: %v", list, got)
		}
	}
	second.as(FirstMember, "GET /apikeys/"+id+"/secret", "").is(410, t)
	second.models(secret).is(200, t)
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	second.as(FirstMember, "GET /apikeys", "").is(503, t)
	second.models(secret).is(503, t)
}
