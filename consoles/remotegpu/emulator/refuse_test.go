package emulator

import (
	"strings"
	"testing"

	"keyctl/emulator"
)

func TestRefusedBodies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	id, _ := w.create(t, `{"all":true}`)
	before := w.signed("GET /account/api-keys", "").raw
	const (
		past     = `{"message":"Expiration must be in the future"}`
		noTime   = `{"message":"expires_at must be an RFC 3339 time or null"}`
		noText   = `{"message":"name must be a string"}`
		badBody  = `{"message":"Invalid request body"}`
		longName = `{"message":"Key names are limited to 64 characters"}`
		noName   = `{"message":"Key name must not be empty"}`
	)
	for _, test := range []struct{ fields, want string }{
		{`"name":"` + strings.Repeat("x", 65) + `"`, longName},
		{`"name":"` + strings.Repeat("🔑", 65) + `"`, longName},
		{`"name":""`, noName},
		{`"name":" \t\u2003"`, noName},
		{`"name":5`, noText},
		{`"name":null`, noText},
		{`"name":{"a":1}`, noText},
		{`"name":"x","expires_at":"2026-04-03T10:00:00Z"`, past},
		{`"name":"x","expires_at":"2020-01-01T00:00:00Z"`, past},
		{`"name":"x","expires_at":"2026-04-03T11:59:59+02:00"`, past},
		{`"name":"x","expires_at":"0001-01-01T00:00:00Z"`, past},
		{`"name":"x","expires_at":"2026-02-30T00:00:00Z"`, noTime},
		{`"name":"x","expires_at":"2027-01-31"`, noTime},
		{`"name":"x","expires_at":"9999-12-31T23:59:59-10:00"`, noTime},
		{`"name":"x","expires_at":"0000-01-01T00:00:00Z"`, noTime},
		{`"name":"x","expires_at":""`, noTime},
		{`"name":"x","expires_at":1798761600`, noTime},
		{`"name":"x","expires_at":false`, noTime},
		{`"name":"x"} {`, badBody},
		{`"name":"x",`, badBody},
	} {
		create := `{"scopes":{"all":true},` + test.fields + `}`
		w.signed("POST /account/api-keys", create).is(t, "create "+create, 400, test.want)
		w.signed("PATCH /account/api-keys/"+id, `{`+test.fields+`}`).is(t, "change "+test.fields, 400, test.want)
	}
	for _, body := range []string{"", "null", "[]", "name=x", "<html>", `"x"`} {
		w.signed("POST /account/api-keys", body).is(t, "create "+body, 400, badBody)
		w.signed("PATCH /account/api-keys/"+id, body).is(t, "change "+body, 400, badBody)
	}
	large := `{"name":"` + strings.Repeat("x", 64<<10) + `"}`
	w.signed("POST /account/api-keys", large).is(t, "a large body", 413, `{"message":"Request body too large"}`)
	w.signed("POST /account/api-keys", `{"scopes":{"all":true}}`).is(t, "no name", 400, `{"message":"Key name is required"}`)
	w.signed("POST /account/api-keys", `{"name":"x"}`).is(t, "no scopes", 400, `{"message":"At least one explicit scope is required"}`)
	if after := w.signed("GET /account/api-keys", "").raw; after != before {
		t.Errorf("a refused request had an effect:\n%s\n%s", before, after)
	}
}

func TestAcceptedBodies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	for _, fields := range []string{
		`"name":"` + strings.Repeat("🔑", 64) + `"`,
		`"name":"CI/CD Pipeline","description":"unknown field"`,
		`"name":"x","expires_at":null`,
		`"name":"x","expires_at":"9999-12-31T23:59:59Z"`,
		`"name":"x","expires_at":"2026-04-03T10:00:00.000001Z"`,
		`"name":"x","Name":5,"EXPIRES_AT":"2020-01-01T00:00:00Z"`,
	} {
		if got := w.signed("POST /account/api-keys", `{"scopes":{"all":true},`+fields+`}`); got.status != 201 {
			t.Errorf("%s: %d %s", fields, got.status, got.body)
		}
	}
}

func TestRefusedRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	id, _ := w.create(t, `{"all":true}`)
	const badMethod = `{"message":"Method Not Allowed"}`
	for _, test := range []struct {
		request string
		status  int
		want    string
	}{
		{"PATCH /account/api-keys/5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a", 404, unknownKey},
		{"POST /account/api-keys/5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a/revoke", 404, unknownKey},
		{"PATCH /account/api-keys/..%2F..", 404, unknownKey},
		{"PATCH /account/api-keys/" + strings.ToUpper(id) + "x", 404, unknownKey},
		{"PATCH /account/api-keys/", 404, `{"message":"Not Found"}`},
		{"GET /account", 404, `{"message":"Not Found"}`},
		{"POST /account/api-keys/" + id + "/enable", 404, `{"message":"Not Found"}`},
		{"GET /account/api-keys/" + id, 405, badMethod},
		{"DELETE /account/api-keys/" + id, 405, badMethod},
		{"PUT /account/api-keys", 405, badMethod},
		{"GET /account/api-keys/" + id + "/revoke", 405, badMethod},
		{"POST /inference/runtime/models", 405, badMethod},
	} {
		w.signed(test.request, `{"name":"x"}`).is(t, test.request, test.status, test.want)
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	const full = `{"message":"Account has reached its active key limit"}`
	for setting, want := range map[int]int{0: 100, 2: 2} {
		w := newWorld(t, emulator.Settings{Limit: setting})
		var id string
		for range want {
			id, _ = w.create(t, `{"all":true}`)
		}
		w.signed("POST /account/api-keys", `{"name":"x","scopes":{"all":true}}`).is(t, "one more", 409, full)
		w.signed("POST /account/api-keys/"+id+"/revoke", "")
		w.create(t, `{"all":true}`)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	const body = `{"message":"the emulator was told to fail this request"}`
	for text, request := range map[string]string{
		"503@list":   "GET /account/api-keys {}",
		"429@create": `POST /account/api-keys {"name":"x","scopes":{"all":true}}`,
		"500@rename": `PATCH /account/api-keys/ID {"name":"x"}`,
		"502@expire": `PATCH /account/api-keys/ID {"expires_at":null}`,
		"409@scope":  `PATCH /account/api-keys/ID {"scopes":{"all":true},"name":"x"}`,
		"401@revoke": "POST /account/api-keys/ID/revoke {}",
		"503@verify": "GET /inference/runtime/models {}",
	} {
		fault, err := emulator.ParseFault(text + "*1")
		if err != nil {
			t.Fatal(err)
		}
		w := newWorld(t, emulator.Settings{Faults: []emulator.Fault{fault}})
		method, rest, _ := strings.Cut(request, " ")
		path, sent, _ := strings.Cut(rest, " ")
		failed := w.signed(method+" "+path, sent)
		failed.is(t, text, fault.Status, body)
		if got, want := failed.header.Get("Retry-After") == "1", fault.Status == 429 || fault.Status == 503; got != want {
			t.Errorf("%s: Retry-After is %q", text, failed.header.Get("Retry-After"))
		}
		if again := w.signed(method+" "+path, sent); again.status == fault.Status {
			t.Errorf("%s happened twice", text)
		}
	}
}

func TestClosed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.signed("GET /account/api-keys", "").is(t, "list", 503, `{"message":"the emulator is closed"}`)
	w.models("rgpu_").is(t, "models", 503, `{"message":"the emulator is closed"}`)
}
