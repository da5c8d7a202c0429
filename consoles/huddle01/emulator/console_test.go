package emulator

import (
	"strings"
	"testing"

	"keyctl/emulator"
)

const (
	unauthorized = `{"code":"UNAUTHORIZED","error":"Missing or invalid API key"}`
	stored       = `{"id":"AK","name":"ci-pipeline","prefix":"PREFIX","created_at":"2026-04-03T10:00:00Z"}`
)

func TestLifeOfAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	w.signed("GET /api-keys", "").is(t, "an empty list", 200, `{"code":"OK","data":[]}`)
	made := w.signed("POST /api-keys", `{"name": "ci-pipeline"}`)
	made.is(t, "create", 201, `{"code":"OK","data":{"id":"AK","name":"ci-pipeline","prefix":"PREFIX","secret":"SECRET","created_at":"2026-04-03T10:00:00Z"}}`)
	secret := made.find("secret")
	if want := secret[:11] + "..."; made.find("prefix") != want {
		t.Errorf("prefix %q, want %q", made.find("prefix"), want)
	}
	w.signed("GET /api-keys", "").is(t, "list", 200, `{"code":"OK","data":[`+stored+`]}`)
	w.send("GET /api-keys", "", "X-API-Key: "+secret).is(t, "list by the key itself", 200, `{"code":"OK","data":[`+stored+`]}`)
	w.send("GET /billing/balance", "", "Authorization: Bearer "+secret).is(t, "balance", 200, `{"code":"OK","data":{"balance_cents":5000,"balance_usd":50}}`)
	w.send("DELETE /api-keys/"+made.find("id"), "", "X-API-Key: "+secret).is(t, "revoke by the key itself", 200,
		`{"code":"OK","data":{"id":"AK","name":"ci-pipeline","prefix":"PREFIX","created_at":"2026-04-03T10:00:00Z","revoked_at":"2026-04-03T10:00:00Z"}}`)
	for _, request := range []string{"GET /api-keys", "GET /billing/balance", "POST /api-keys", "DELETE /api-keys/" + made.find("id")} {
		w.send(request, "", "X-API-Key: "+secret).is(t, request+" with the revoked key", 401, unauthorized)
	}
	w.signed("GET /api-keys", "").is(t, "list after revoke", 200, `{"code":"OK","data":[]}`)
	w.signed("DELETE /api-keys/"+made.find("id"), "").is(t, "revoke again", 404, `{"code":"NOT_FOUND","error":"API key not found"}`)
}

func TestListKeepsTheOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	for _, name := range []string{"c", "a", "b"} {
		w.signed("POST /api-keys", `{"name":"`+name+`"}`)
	}
	got := w.signed("GET /api-keys", "")
	var names []string
	for _, part := range strings.Split(got.raw, `"name":"`)[1:] {
		names = append(names, part[:1])
	}
	if strings.Join(names, "") != "cab" || strings.Contains(got.raw, "secret") {
		t.Errorf("got %s", got.raw)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	for body, want := range map[string]string{
		``:                       `default`,
		`{}`:                     `default`,
		`{"name":null}`:          `default`,
		`{"name":""}`:            `default`,
		`{"name":" \t"}`:         `default`,
		`{"Name":"x"}`:           `default`,
		`{"name":"x","extra":1}`: `x`,
		`{"name":"CI/CD <&> 🔑"}`: `CI/CD <&> 🔑`,
		`{"name":"` + strings.Repeat("x", 65) + `"}`: strings.Repeat("x", 65),
	} {
		if got := w.signed("POST /api-keys", body); got.status != 201 || got.find("name") != want {
			t.Errorf("%s: got %d %s", body, got.status, got.raw)
		}
	}
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	good, wrong := w.credential, "mk_"+strings.Repeat("0", 64)
	for name, headers := range map[string][]string{
		"X-API-Key":                  {"X-API-Key: " + good},
		"bearer":                     {"Authorization: Bearer " + good},
		"bearer in small letters":    {"Authorization: bearer " + good},
		"the official client's pair": {"X-API-Key: " + good, "Authorization: Bearer " + good, "Idempotency-Key: 1"},
		"X-API-Key decides":          {"X-API-Key: " + good, "Authorization: Bearer " + wrong},
	} {
		if got := w.send("GET /api-keys", "", headers...); got.status != 200 {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
	for name, headers := range map[string][]string{
		"nothing":               {},
		"unknown":               {"X-API-Key: " + wrong},
		"empty":                 {"X-API-Key: "},
		"cut short":             {"X-API-Key: " + good[:60]},
		"only the prefix":       {"X-API-Key: " + good[:11] + "..."},
		"in capitals":           {"X-API-Key: " + strings.ToUpper(good)},
		"basic":                 {"Authorization: Basic " + good},
		"no scheme":             {"Authorization: " + good},
		"X-API-Key decides":     {"X-API-Key: " + wrong, "Authorization: Bearer " + good},
		"a cookie":              {"Cookie: api_key=" + good},
		"another console's key": {"X-API-Key: rgpu_" + strings.Repeat("0", 64)},
	} {
		for _, request := range []string{"GET /api-keys", "POST /api-keys", "DELETE /api-keys/ak_abc123", "GET /billing/balance"} {
			w.send(request, "{}", headers...).is(t, name+": "+request, 401, unauthorized)
		}
	}
	w.signed("GET /api-keys", "").is(t, "the list after all that", 200, `{"code":"OK","data":[]}`)
}

func TestIdempotencyKeyHasNoEffect(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	for range 2 {
		w.send("POST /api-keys", `{"name":"x"}`, "X-API-Key: "+w.credential, "Idempotency-Key: same")
	}
	if got := w.signed("GET /api-keys", ""); strings.Count(got.raw, `"id"`) != 2 {
		t.Errorf("got %s", got.raw)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	badBody := `{"code":"BAD_REQUEST","error":"Invalid request body"}`
	badName := `{"code":"BAD_REQUEST","error":"Invalid field: name must be a string"}`
	notFound := `{"code":"NOT_FOUND","error":"not found"}`
	badMethod := `{"code":"METHOD_NOT_ALLOWED","error":"method not allowed"}`
	for _, test := range []struct {
		request, body string
		status        int
		want          string
	}{
		{"POST /api-keys", `{"name":5}`, 400, badName},
		{"POST /api-keys", `{"name":["x"]}`, 400, badName},
		{"POST /api-keys", `[]`, 400, badBody},
		{"POST /api-keys", `{"name":"x"`, 400, badBody},
		{"POST /api-keys", `null`, 400, badBody},
		{"POST /api-keys", `name=x`, 400, badBody},
		{"POST /api-keys", `{"name":"` + strings.Repeat("x", 64<<10) + `"}`, 413, `{"code":"REQUEST_ENTITY_TOO_LARGE","error":"Request body too large"}`},
		{"DELETE /api-keys/ak_abc123", ``, 404, `{"code":"NOT_FOUND","error":"API key not found"}`},
		{"DELETE /api-keys/..%2Fbilling", ``, 404, `{"code":"NOT_FOUND","error":"API key not found"}`},
		{"DELETE /api-keys/", ``, 404, notFound},
		{"GET /", ``, 404, notFound},
		{"GET /api-keys/ak_abc123/x", ``, 404, notFound},
		{"GET /instances", ``, 404, notFound},
		{"GET /api-keys/ak_abc123", ``, 405, badMethod},
		{"PATCH /api-keys/ak_abc123", `{"name":"x"}`, 405, badMethod},
		{"PUT /api-keys", ``, 405, badMethod},
		{"DELETE /api-keys", ``, 405, badMethod},
		{"POST /billing/balance", ``, 405, badMethod},
	} {
		w.signed(test.request, test.body).is(t, test.request, test.status, test.want)
	}
	w.signed("GET /api-keys", "").is(t, "the list after all that", 200, `{"code":"OK","data":[]}`)
}

func TestLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{Limit: 1})
	first := w.signed("POST /api-keys", `{}`)
	w.signed("POST /api-keys", `{}`).is(t, "a second key", 409, `{"code":"CONFLICT","error":"API key limit reached"}`)
	w.signed("DELETE /api-keys/"+first.find("id"), "")
	if got := w.signed("POST /api-keys", `{}`); got.status != 201 {
		t.Errorf("after revoke: %d %s", got.status, got.body)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	text := `"error":"the emulator was told to fail this request"}`
	w := newWorld(t, emulator.Settings{Faults: []emulator.Fault{
		{Status: 503, Verb: emulator.VerbList, Times: 1},
		{Status: 429, Verb: emulator.VerbCreate, Times: 1},
		{Status: 418, Verb: emulator.VerbRevoke, Times: 1},
		{Status: 499, Verb: emulator.VerbRevoke, Times: 1},
		{Status: 502, Verb: emulator.VerbVerify, Times: 1},
	}})
	list, create := w.signed("GET /api-keys", ""), w.signed("POST /api-keys", "{}")
	list.is(t, "list", 503, `{"code":"SERVICE_UNAVAILABLE",`+text)
	create.is(t, "create", 429, `{"code":"TOO_MANY_REQUESTS",`+text)
	if list.header.Get("Retry-After") != "1" || create.header.Get("Retry-After") != "1" {
		t.Errorf("no Retry-After: %v, %v", list.header, create.header)
	}
	w.signed("DELETE /api-keys/x", "").is(t, "revoke", 418, `{"code":"IM_A_TEAPOT",`+text)
	w.signed("DELETE /api-keys/x", "").is(t, "revoke", 499, `{"code":"ERROR",`+text)
	w.signed("GET /billing/balance", "").is(t, "verify", 502, `{"code":"BAD_GATEWAY",`+text)
	w.signed("GET /billing/balance", "").is(t, "verify again", 200, `{"code":"OK","data":{"balance_cents":5000,"balance_usd":50}}`)
	w.signed("GET /api-keys", "").is(t, "nothing happened", 200, `{"code":"OK","data":[]}`)
}

func TestClosed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.signed("GET /api-keys", "").is(t, "list", 503, `{"code":"SERVICE_UNAVAILABLE","error":"the emulator is closed"}`)
}
