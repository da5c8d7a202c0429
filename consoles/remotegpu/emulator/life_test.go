package emulator

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"keyctl/emulator"
)

const (
	missingToken = `{"message":"Missing access token"}`
	unusableKey  = `{"message":"Missing, invalid, revoked, or expired API key"}`
	unmodifiable = `{"message":"Revoked or expired keys cannot be modified"}`
	unknownKey   = `{"message":"API key not found"}`
)

func TestLifeOfAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	w.signed("GET /account/api-keys", "").is(t, "an empty list", 200, `[]`)
	made := w.signed("POST /account/api-keys", `{"name":"ci","scopes":{"inference":true},"expires_at":"2026-07-01T02:00:00+02:00"}`)
	made.is(t, "create", 201, `{"id":"ID","name":"ci","prefix":"PREFIX","key":"SECRET","scopes":{"inference":true},`+
		`"created_at":"2026-04-03T10:00:00Z","expires_at":"2026-07-01T00:00:00Z","last_used_at":null,"revoked_at":null}`)
	secret, path := made.find("key"), "/account/api-keys/"+made.find("id")
	if made.find("prefix") != secret[:13] {
		t.Errorf("prefix %q of %q", made.find("prefix"), secret)
	}
	*w.now = w.now.Add(time.Minute)
	w.models(secret).is(t, "models", 200,
		`{"models":[{"id":"black-forest-labs/FLUX.1-dev","available":true,"ready_replicas":1,"desired_replicas":1}]}`)
	record := `{"id":"ID","name":"%s","prefix":"PREFIX","scopes":%s,"created_at":"2026-04-03T10:00:00Z","expires_at":%s,` +
		`"last_used_at":"2026-04-03T10:01:00Z","revoked_at":%s}`
	w.signed("PATCH "+path, `{"name":"renamed","scopes":{"all":true}}`).is(t, "rename and scope", 200,
		fmt.Sprintf(record, "renamed", `{"all":true}`, `"2026-07-01T00:00:00Z"`, "null"))
	w.signed("PATCH "+path, `{"expires_at":"2026-08-01T00:00:00.5Z"}`).is(t, "expire", 200,
		fmt.Sprintf(record, "renamed", `{"all":true}`, `"2026-08-01T00:00:00.5Z"`, "null"))
	w.signed("PATCH "+path, `{"expires_at":null}`).is(t, "clear the expiry", 200,
		fmt.Sprintf(record, "renamed", `{"all":true}`, "null", "null"))
	w.signed("PATCH "+path, `{}`).is(t, "change nothing", 200,
		fmt.Sprintf(record, "renamed", `{"all":true}`, "null", "null"))
	last := fmt.Sprintf(record, "renamed", `{"all":true}`, "null", `"2026-04-03T10:01:00Z"`)
	w.signed("POST "+path+"/revoke", "").is(t, "revoke", 200, last)
	w.models(secret).is(t, "models with the revoked key", 401, unusableKey)
	w.signed("GET /account/api-keys", "").is(t, "list", 200, "["+last+"]")
	w.signed("PATCH "+path, `{"name":"x"}`).is(t, "rename after revoke", 409, unmodifiable)
	w.signed("POST "+path+"/revoke", `{}`).is(t, "revoke again", 409, unmodifiable)
}

func TestExpiredKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	id, secret := w.create(t, `{"all":true}`)
	w.signed("PATCH /account/api-keys/"+id, `{"expires_at":"2026-04-03T10:00:01Z"}`)
	if got := w.models(secret); got.status != 200 {
		t.Errorf("before it expires: %d %s", got.status, got.body)
	}
	*w.now = w.now.Add(time.Second)
	w.models(secret).is(t, "models", 401, unusableKey)
	for _, body := range []string{`{}`, `{"name":"x"}`, `{"expires_at":null}`, `{"scopes":{"inference":true}}`} {
		w.signed("PATCH /account/api-keys/"+id, body).is(t, body, 409, unmodifiable)
	}
	w.signed("POST /account/api-keys/"+id+"/revoke", "").is(t, "revoke", 409, unmodifiable)
}

func TestSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	id, secret := w.create(t, `{"all":true}`)
	for name, headers := range map[string][]string{
		"bearer":                  {"Authorization: Bearer " + w.session},
		"bearer in small letters": {"Authorization: bearer " + w.session},
		"cookie":                  {"Cookie: theme=dark; access_token=" + w.session},
		"cookie beside a key":     {"Cookie: access_token=" + w.session, "x-api-key: " + secret},
	} {
		if got := w.send("GET /account/api-keys", "", headers...); got.status != 200 {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	for name, headers := range map[string][]string{
		"nothing":          {},
		"an API key":       {"x-api-key: " + secret},
		"a key as bearer":  {"Authorization: Bearer " + secret},
		"a key as cookie":  {"Cookie: access_token=" + secret},
		"session as key":   {"x-api-key: " + w.session},
		"another cookie":   {"Cookie: session=" + w.session},
		"another session":  {"Authorization: Bearer " + newWorld(t, emulator.Settings{}).session},
		"no scheme":        {"Authorization: " + w.session},
		"an empty bearer":  {"Authorization: Bearer "},
		"an empty cookie":  {"Cookie: access_token="},
		"part of the text": {"Authorization: Bearer " + w.session[:20]},
	} {
		for _, request := range []string{
			"GET /account/api-keys", "POST /account/api-keys", "PATCH /account/api-keys/" + id, "POST /account/api-keys/" + id + "/revoke",
			"POST /account/api-keys/unknown/revoke",
		} {
			w.send(request, `{"name":"x","scopes":{"all":true}}`, headers...).is(t, name+": "+request, 401, missingToken)
		}
	}
	if got := w.models(secret); got.status != 200 {
		t.Errorf("the key after all that: %d %s", got.status, got.body)
	}
	if got := w.signed("GET /account/api-keys", ""); strings.Count(got.raw, `"id"`) != 1 || got.find("name") != "key" {
		t.Errorf("the list after all that: %s", got.raw)
	}
}

func TestModelsWantAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	for _, secret := range []string{"", "rgpu_", "rgpu_" + strings.Repeat("0", 64), w.session} {
		w.models(secret).is(t, secret, 401, unusableKey)
	}
	w.send("GET /inference/runtime/models", "").is(t, "no header", 401, unusableKey)
	w.signed("GET /inference/runtime/models", "").is(t, "the session", 401, unusableKey)
	for scopes, want := range map[string]int{
		`{"all":true}`:       200,
		`{"inference":true}`: 200,
		`{"kubernetes_exec":{"all_namespaces":true}}`:                      403,
		`{"kubernetes_exec":{"namespace_ids":["` + FirstNamespace + `"]}}`: 403,
	} {
		if _, secret := w.create(t, scopes); w.models(secret).status != want {
			t.Errorf("%s: got %d, want %d", scopes, w.models(secret).status, want)
		}
	}
	if got := w.signed("GET /account/api-keys", ""); strings.Count(got.raw, `"last_used_at":null`) != 2 {
		t.Errorf("a refused use counts, or an allowed one doesn't: %s", got.raw)
	}
}
