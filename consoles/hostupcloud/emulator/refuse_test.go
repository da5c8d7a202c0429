package emulator

import (
	"strings"
	"testing"

	"keyctl/emulator"
)

const (
	badBody     = `{"error":"Invalid request body"}`
	past        = `{"error":"expiresAt must be in the future"}`
	noTime      = `{"error":"expiresAt must be an RFC 3339 time or null"}`
	permissions = `{"error":"permissions must list read, write or both"}`
)

func TestRefusedCreates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	const (
		noName  = `{"error":"name is required"}`
		noText  = `{"error":"name must be a string"}`
		unknown = `{"error":"only these fields are allowed: name, permissions, expiresAt"}`
	)
	for body, want := range map[string]string{
		`{"permissions":["read"]}`:                                               noName,
		`{"name":"","permissions":["read"]}`:                                     noName,
		`{"name":" \t\u2003","permissions":["read"]}`:                            noName,
		`{"name":null,"permissions":["read"]}`:                                   noName,
		`{"name":5,"permissions":["read"]}`:                                      noText,
		`{"name":["x"],"permissions":["read"]}`:                                  noText,
		`{"name":"x"}`:                                                           permissions,
		`{"name":"x","permissions":null}`:                                        permissions,
		`{"name":"x","permissions":[]}`:                                          permissions,
		`{"name":"x","permissions":"read"}`:                                      permissions,
		`{"name":"x","permissions":{"read":true}}`:                               permissions,
		`{"name":"x","permissions":["admin"]}`:                                   permissions,
		`{"name":"x","permissions":["read","admin"]}`:                            permissions,
		`{"name":"x","permissions":["Read"]}`:                                    permissions,
		`{"name":"x","permissions":[""]}`:                                        permissions,
		`{"name":"x","permissions":[null]}`:                                      permissions,
		`{"name":"x","permissions":[1]}`:                                         permissions,
		`{"name":"x","permissions":["read","read"]}`:                             permissions,
		`{"name":"x","permissions":["read"],"active":true}`:                      unknown,
		`{"name":"x","permissions":["read"],"expires_at":null}`:                  unknown,
		`{"name":"x","permissions":["read"],"Name":"y"}`:                         unknown,
		`{"name":"x","permissions":["read"],"expiresAt":"2026-04-03"}`:           noTime,
		`{"name":"x","permissions":["read"],"expiresAt":1798761600}`:             noTime,
		`{"name":"x","permissions":["read"],"expiresAt":""}`:                     noTime,
		`{"name":"x","permissions":["read"],"expiresAt":"2026-04-03T10:00:00Z"}`: past,
		``:          badBody,
		`null`:      badBody,
		`[]`:        badBody,
		`"x"`:       badBody,
		`name=x`:    badBody,
		`{"name":`:  badBody,
		`{} {}`:     badBody,
		"{\"\xff\"": badBody,
	} {
		w.signed("POST /api-keys", body).is(t, body, 400, want)
	}
	large := `{"name":"` + strings.Repeat("x", 64<<10) + `"}`
	w.signed("POST /api-keys", large).is(t, "a large body", 413, `{"error":"Request body too large"}`)
	w.signed("GET /api-keys", "").is(t, "the list after all that", 200, `[]`)
}

func TestAcceptedCreates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	for _, fields := range []string{
		`"name":"` + strings.Repeat("🔑", 500) + `"`,
		`"name":"x"`,
		`"name":"x"`,
		`"name":"x","expiresAt":null`,
		`"name":"x","expiresAt":"9999-12-31T23:59:59Z"`,
		`"name":"x","expiresAt":"2026-04-03T10:00:00.000001Z"`,
	} {
		if got := w.signed("POST /api-keys", `{"permissions":["read"],`+fields+`}`); got.status != 201 {
			t.Errorf("%s: %d %s", fields, got.status, got.body)
		}
	}
}

func TestRefusedChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	path, _ := w.create(t, `["read"]`)
	before := w.signed("GET /api-keys", "").raw
	const (
		nothing = `{"error":"active or expiresAt is required"}`
		noFlag  = `{"error":"active must be true or false"}`
		unknown = `{"error":"only these fields are allowed: active, expiresAt"}`
	)
	for body, want := range map[string]string{
		`{}`:                          nothing,
		``:                            badBody,
		`null`:                        badBody,
		`[]`:                          badBody,
		`{"active":null}`:             noFlag,
		`{"active":"false"}`:          noFlag,
		`{"active":0}`:                noFlag,
		`{"name":"x"}`:                unknown,
		`{"active":false,"name":"x"}`: unknown,
		`{"active":false,"permissions":["write"]}`:                 unknown,
		`{"disabled":true}`:                                        unknown,
		`{"Active":false}`:                                         unknown,
		`{"expiresAt":"2026-04-03T10:00:00Z"}`:                     past,
		`{"expiresAt":"2026-04-03T11:59:59+02:00"}`:                past,
		`{"expiresAt":"0001-01-01T00:00:00Z"}`:                     past,
		`{"active":false,"expiresAt":"2020-01-01T00:00:00Z"}`:      past,
		`{"expiresAt":"2026-02-30T00:00:00Z"}`:                     noTime,
		`{"expiresAt":"9999-12-31T23:59:59-10:00"}`:                noTime,
		`{"expiresAt":"0000-01-01T00:00:00Z"}`:                     noTime,
		`{"expiresAt":false}`:                                      noTime,
		`{"active":false,"expiresAt":"tomorrow"}`:                  noTime,
		`{"active":false} {`:                                       badBody,
		`{"active":false,"x":"` + strings.Repeat("x", 1000) + `"}`: unknown,
	} {
		w.signed("PATCH "+path, body).is(t, body, 400, want)
	}
	if after := w.signed("GET /api-keys", "").raw; after != before {
		t.Errorf("a refused change had an effect:\n%s\n%s", before, after)
	}
}

func TestRefusedRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	path, _ := w.create(t, `["read"]`)
	const notFound, badMethod = `{"error":"Not Found"}`, `{"error":"Method Not Allowed"}`
	for _, test := range []struct {
		request string
		status  int
		want    string
	}{
		{"PATCH /api-keys/5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a", 404, unknownKey},
		{"DELETE /api-keys/5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a", 404, unknownKey},
		{"DELETE /api-keys/..%2Finstances", 404, unknownKey},
		{"DELETE " + path + "x", 404, unknownKey},
		{"DELETE /api-keys/", 404, notFound},
		{"POST " + path + "/revoke", 404, notFound},
		{"GET /", 404, notFound},
		{"GET /instances/x", 404, notFound},
		{"GET " + path, 405, badMethod},
		{"PUT " + path, 405, badMethod},
		{"DELETE /api-keys", 405, badMethod},
		{"POST /instances", 405, badMethod},
	} {
		w.signed(test.request, `{"active":false}`).is(t, test.request, test.status, test.want)
	}
	if got := w.signed("GET /api-keys", ""); strings.Count(got.raw, `"active":true`) != 1 {
		t.Errorf("the list after all that: %s", got.raw)
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{Limit: 1})
	path, _ := w.create(t, `["read"]`)
	body, full := `{"name":"x","permissions":["read"]}`, `{"error":"API key limit reached"}`
	w.signed("POST /api-keys", body).is(t, "a second key", 409, full)
	w.signed("PATCH "+path, `{"active":false}`)
	w.signed("POST /api-keys", body).is(t, "beside a disabled key", 409, full)
	w.signed("DELETE "+path, "")
	w.create(t, `["read"]`)
}

func TestFaults(t *testing.T) {
	t.Parallel()
	const body = `{"error":"the emulator was told to fail this request"}`
	for text, request := range map[string]string{
		"503@list":    "GET /api-keys {}",
		"429@create":  `POST /api-keys {"name":"x","permissions":["read"]}`,
		"502@expire":  `PATCH /api-keys/ID {"expiresAt":null}`,
		"500@enable":  `PATCH /api-keys/ID {"active":true}`,
		"501@disable": `PATCH /api-keys/ID {"active":false}`,
		"401@revoke":  `PATCH /api-keys/ID {"active":false,"expiresAt":null}`,
		"409@delete":  "DELETE /api-keys/ID {}",
		"504@verify":  "GET /instances {}",
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

func TestVerifyFaultsMeetKeysToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{Faults: []emulator.Fault{{Status: 500, Verb: emulator.VerbVerify, Times: 1}}})
	_, secret := w.create(t, `["read"]`)
	if got := w.with(secret, "GET /instances", ""); got.status != 500 {
		t.Errorf("got %d %s", got.status, got.body)
	}
	if got := w.signed("GET /api-keys", ""); !strings.Contains(got.raw, `"lastUsedAt":null`) {
		t.Errorf("a failed use counts: %s", got.raw)
	}
	w.with(secret, "GET /instances", "").is(t, "again", 200, `[]`)
}

func TestClosed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	const closed = `{"error":"the emulator is closed"}`
	w.signed("GET /api-keys", "").is(t, "list", 503, closed)
	w.signed("DELETE /api-keys/x", "").is(t, "delete", 503, closed)
	w.with("huc_x", "GET /instances", "").is(t, "instances", 503, closed)
}
