package emulator

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"keyctl/emulator"
)

const (
	unauthorized = `{"error":"Missing or invalid API key"}`
	forbidden    = `{"error":"API key lacks the required permission"}`
	unknownKey   = `{"error":"API key not found"}`
)

func TestLifeOfAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	w.signed("GET /api-keys", "").is(t, "an empty list", 200, `[]`)
	made := w.signed("POST /api-keys", `{"name":"CI/CD Pipeline","permissions":["write","read"],"expiresAt":"2026-07-01T02:00:00+02:00"}`)
	made.is(t, "create", 201, `{"id":"ID","name":"CI/CD Pipeline","key":"SECRET","permissions":["read","write"],"keyPrefix":"PREFIX","active":true,`+
		`"createdAt":"2026-04-03T10:00:00Z","expiresAt":"2026-07-01T00:00:00Z","lastUsedAt":null}`)
	secret, path := made.find("key"), "/api-keys/"+made.find("id")
	if made.find("keyPrefix") != secret[:12] {
		t.Errorf("prefix %q of %q", made.find("keyPrefix"), secret)
	}
	*w.now = w.now.Add(time.Minute)
	w.with(secret, "GET /api-keys", "")
	if got := w.signed("GET /api-keys", ""); !strings.Contains(got.raw, `"lastUsedAt":null`) {
		t.Errorf("managing keys counts as a use: %s", got.raw)
	}
	w.with(secret, "GET /instances?projectId=YOUR_PROJECT_ID", "").is(t, "instances of a project", 200, `[]`)
	record := `{"id":"ID","name":"CI/CD Pipeline","permissions":["read","write"],"keyPrefix":"PREFIX","active":%v,` +
		`"createdAt":"2026-04-03T10:00:00Z","expiresAt":%s,"lastUsedAt":"2026-04-03T10:01:00Z"}`
	w.signed("PATCH "+path, `{"active":false}`).is(t, "revoke", 200, fmt.Sprintf(record, false, `"2026-07-01T00:00:00Z"`))
	for _, request := range []string{"GET /instances", "GET /api-keys", "POST /api-keys", "PATCH " + path, "DELETE " + path} {
		w.with(secret, request, `{"active":true}`).is(t, request+" with the disabled key", 401, unauthorized)
	}
	w.signed("PATCH "+path, `{"expiresAt":"2026-08-01T00:00:00.5Z"}`).is(t, "expire", 200, fmt.Sprintf(record, false, `"2026-08-01T00:00:00.5Z"`))
	w.signed("PATCH "+path, `{"active":true,"expiresAt":null}`).is(t, "enable and clear the expiry", 200, fmt.Sprintf(record, true, "null"))
	w.signed("PATCH "+path, `{"active":true}`).is(t, "enable again", 200, fmt.Sprintf(record, true, "null"))
	w.with(secret, "GET /instances", "").is(t, "instances with the enabled key", 200, `[]`)
	w.signed("GET /api-keys", "").is(t, "list", 200, "["+fmt.Sprintf(record, true, "null")+"]")
	w.with(secret, "DELETE "+path, "").is(t, "delete by the key itself", 204, ``)
	for _, request := range []string{"GET /instances", "GET /api-keys", "DELETE " + path} {
		w.with(secret, request, "").is(t, request+" with the deleted key", 401, unauthorized)
	}
	w.signed("DELETE "+path, "").is(t, "delete again", 404, unknownKey)
	w.signed("PATCH "+path, `{"active":true}`).is(t, "enable the deleted key", 404, unknownKey)
	w.signed("GET /api-keys", "").is(t, "the list at the end", 200, `[]`)
}

func TestExpiredKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	path, secret := w.create(t, `["write"]`)
	w.signed("PATCH "+path, `{"expiresAt":"2026-04-03T10:00:01Z"}`)
	w.with(secret, "GET /instances", "").is(t, "before it expires", 200, `[]`)
	*w.now = w.now.Add(time.Second)
	w.with(secret, "GET /instances", "").is(t, "when it expires", 401, unauthorized)
	w.with(secret, "PATCH "+path, `{"expiresAt":null}`).is(t, "prolonging itself", 401, unauthorized)
	for _, active := range []string{"false", "true"} {
		got := w.signed("PATCH "+path, `{"active":`+active+`}`)
		if got.status != 200 || !strings.Contains(got.raw, `"active":`+active+`,`) || got.find("expiresAt") != "2026-04-03T10:00:01Z" {
			t.Errorf("active %s of an expired key: %d %s", active, got.status, got.raw)
		}
	}
	w.with(secret, "GET /instances", "").is(t, "enabled, but still expired", 401, unauthorized)
	w.signed("PATCH "+path, `{"expiresAt":"2026-04-03T10:00:02Z"}`)
	w.with(secret, "GET /instances", "").is(t, "with a new expiry", 200, `[]`)
	*w.now = w.now.Add(time.Second)
	w.signed("DELETE "+path, "").is(t, "delete an expired key", 204, ``)
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	target, _ := w.create(t, `["read"]`)
	for permissions, mayWrite := range map[string]bool{`["read"]`: false, `["write"]`: true, `["read","write"]`: true} {
		_, secret := w.create(t, permissions)
		w.with(secret, "GET /instances", "").is(t, permissions, 200, `[]`)
		if got := w.with(secret, "GET /api-keys", ""); got.status != 200 || !strings.Contains(got.raw, `"permissions":`+permissions) {
			t.Errorf("%s: list: %d %s", permissions, got.status, got.body)
		}
		for request, status := range map[string]int{"POST /api-keys": 201, "PATCH " + target: 400, "DELETE /api-keys/unknown": 404} {
			got := w.with(secret, request, `{"name":"x","permissions":["read"]}`)
			if mayWrite && got.status != status {
				t.Errorf("%s: %s: %d %s", permissions, request, got.status, got.body)
			}
			if !mayWrite {
				got.is(t, permissions+": "+request, 403, forbidden)
			}
		}
	}
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	path, secret := w.create(t, `["write"]`)
	before := w.signed("GET /api-keys", "").raw
	for name, header := range map[string]string{
		"bearer":                  "Authorization: Bearer " + w.credential,
		"bearer in small letters": "Authorization: bearer " + w.credential,
	} {
		if got := w.send("GET /api-keys", "", header); got.status != 200 {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	w.signed("GET /instances", "").is(t, "instances with the run's credential", 200, `[]`)
	for name, header := range map[string]string{
		"nothing":               "Accept: application/json",
		"unknown":               "Authorization: Bearer huc_" + strings.Repeat("0", 64),
		"another run's":         "Authorization: Bearer " + newWorld(t, emulator.Settings{}).credential,
		"empty":                 "Authorization: Bearer ",
		"no scheme":             "Authorization: " + w.credential,
		"basic":                 "Authorization: Basic " + w.credential,
		"cut short":             "Authorization: Bearer " + secret[:20],
		"only the prefix":       "Authorization: Bearer " + secret[:12],
		"in capitals":           "Authorization: Bearer " + strings.ToUpper(secret),
		"another header":        "X-API-Key: " + w.credential,
		"a cookie":              "Cookie: access_token=" + w.credential,
		"another console's key": "Authorization: Bearer rgpu_" + strings.Repeat("0", 64),
	} {
		for _, request := range []string{"GET /api-keys", "POST /api-keys", "PATCH " + path, "DELETE " + path, "DELETE /api-keys/unknown", "GET /instances"} {
			w.send(request, `{"active":false}`, header).is(t, name+": "+request, 401, unauthorized)
		}
	}
	if after := w.signed("GET /api-keys", "").raw; after != before {
		t.Errorf("a refused request had an effect:\n%s\n%s", before, after)
	}
}
