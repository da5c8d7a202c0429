package hostupcloud

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
	"keyctl/internal/secrets"
)

// documented are the keys of list.response.json.
func documented() []client.Key {
	created := at("2026-04-03T10:00:00Z")
	return []client.Key{
		{
			ID: keyID, Name: "CI/CD Pipeline", Prefix: "huc_4929de1f", Status: client.Active,
			Scopes: []client.Scope{"read"}, CreatedAt: created, LastUsedAt: at("2026-04-03T10:05:00.25Z"),
		},
		{
			ID: "3c9e5f70-2b4d-4e6f-a081-9bac1d2e3f40", Name: "deploy", Prefix: "huc_00112233", Status: client.Active,
			Scopes: []client.Scope{"read", "write"}, CreatedAt: created, ExpiresAt: at("2099-01-31T00:00:00Z"),
		},
		{
			ID: "4daf6081-3c5e-4f70-b192-acbd2e3f4051", Name: "terraform", Prefix: "huc_44556677", Status: client.Expired,
			Scopes: []client.Scope{"write"}, CreatedAt: created, ExpiresAt: at("2026-04-04T00:00:00Z"),
		},
		{
			ID: "5eb07192-4d6f-4081-82a3-bdce3f405162", Name: "old", Prefix: "huc_8899aabb", Status: client.Disabled,
			Scopes: []client.Scope{"read"}, CreatedAt: created,
		},
	}
}

func TestAListIsReadInEveryWrapping(t *testing.T) {
	t.Parallel()
	bare := string(read(t, "list.response.json"))
	for name, text := range map[string]string{
		"bare": bare, "data": `{"data":` + bare + `}`, "apiKeys": `{"total":4,"apiKeys":` + bare + `,"next":null}`,
		"api_keys": `{"api_keys":` + bare + `}`, "keys": `{"success":true,"keys":` + bare + `}`, "items": `{"items":` + bare + `,"totalPages":1}`,
		"spaced": " \n\t" + bare + "\n\n",
	} {
		got, err := list(text)
		if diff := cmp.Diff(documented(), got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	if got, err := list(`[]`); err != nil || len(got) != 0 {
		t.Errorf("an empty list: got %v, %v", got, err)
	}
}

func TestAListThatIsNotOneIsAnError(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``: "empty", `null`: "neither", `7`: "neither", `{}`: "no list", `{"error":"x"}`: "tells an error", `{"error":"down","data":[]}`: "tells an error",
		`{"data":[],"hasMore":true}`: "more pages", `{"data":[],"meta":{"nextCursor":"abc"}}`: "more pages", `{"totalPages":2,"data":[]}`: "more pages",
		`{"data":null}`: "not a list", `{"data":[],"keys":[]}`: "two lists", `[`: "cut short", `[{"id":"a"},`: "cut short",
		`[]]`: "not JSON", `[][]`: "behind its end", `[{}]`: "no id", `[null]`: "no id", `[{"id":7}]`: "wrong type", `[[]]`: "wrong type",
		`[{"id":"a","permissions":7}]`:           `its "permissions" is of the wrong type`,
		`[{"id":"a","permissions":["read",7]}]`:  `its "permissions" is of the wrong type`,
		`[{"id":"a","permissions":{"read":1}}]`:  `its "permissions" is of the wrong type`,
		`[{"id":"a","active":"no"}]`:             `its "active" is of the wrong type`,
		`[{"id":"a","expiresAt":1790000000}]`:    "not a string",
		`[{"id":"a","createdAt":"2026-02-30T"}]`: "cannot be read",
		`{"success":false,"data":[]}`:            "no success", `<html>`: "web page",
	} {
		if got, err := list(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, %v, want %q", text, got, err, want)
		}
	}
}

func TestTheStatusIsDisabledAboveAll(t *testing.T) {
	t.Parallel()
	const past, future = `"expiresAt":"2026-04-04T00:00:00Z"`, `"expiresAt":"2099-01-31T00:00:00Z"`
	for members, want := range map[string]client.Status{
		`"name":"x"`:                                        client.Active,
		`"active":null`:                                     client.Active,
		`"active":true,` + future:                           client.Active,
		`"isActive":true,"enabled":true`:                    client.Active,
		`"active":true,` + past:                             client.Expired,
		past:                                                client.Expired,
		`"active":false`:                                    client.Disabled,
		`"active":false,` + future:                          client.Disabled,
		`"active":false,` + past:                            client.Disabled,
		`"isActive":false`:                                  client.Disabled,
		`"enabled":false`:                                   client.Disabled,
		`"active":true,"enabled":false`:                     client.Disabled,
		`"active":null,"isActive":false`:                    client.Disabled,
		`"expiresAt":null,"active":true`:                    client.Active,
		`"expiresAt":"","isActive":null`:                    client.Active,
		`"enabled":false,"lastUsedAt":null`:                 client.Disabled,
		`"revokedAt":"2026-04-04T00:00:00Z"`:                client.Disabled,
		`"revokedAt":"2099-01-31T00:00:00Z"`:                client.Active,
		`"disabledAt":"2026-04-04T00:00:00Z","active":true`: client.Disabled,
		`"deletedAt":"2026-04-04T00:00:00Z"`:                client.Revoked,
		`"disabled":true`:                                   client.Disabled,
		`"isDisabled":true,"active":true`:                   client.Disabled,
		`"revoked":true`:                                    client.Disabled,
		`"isRevoked":true`:                                  client.Disabled,
		`"isEnabled":false`:                                 client.Disabled,
		`"revoked":false,"disabled":false`:                  client.Active,
		`"status":"revoked"`:                                client.Disabled,
		`"status":"ACTIVE"`:                                 client.Active,
		`"status":"active","state":"inactive"`:              client.Disabled,
		`"state":"Suspended"`:                               client.Disabled,
		`"state":"deleted","active":true`:                   client.Revoked,
		`"state":"expired"`:                                 client.Expired,
		`"state":"expired","active":false`:                  client.Disabled,
		`"state":"rotating"`:                                client.Active,
	} {
		got, err := list(`[{"id":"a",` + members + `}]`)
		if err != nil || got[0].Status != want || !got[0].RevokedAt.IsZero() {
			t.Errorf("%s: got %+v, %v, want %s", members, got, err, want)
		}
	}
}

// A row that says nothing of the state confirms no change of it.
func TestAStateThatIsNotToldIsUnknown(t *testing.T) {
	t.Parallel()
	for members, told := range map[string]bool{
		`"name":"x"`: false, `"active":null`: false, `"status":""`: false, `"state":"rotating"`: false, `"revokedAt":null`: false, `"expiresAt":"2099-01-31T00:00:00Z"`: false,
		`"active":true`: true, `"isActive":false`: true, `"enabled":true`: true, `"revoked":false`: true, `"isRevoked":true`: true, `"status":"active"`: true,
		`"state":"deleted"`: true, `"revokedAt":"2026-04-04T00:00:00Z"`: true, `"deletedAt":"2026-04-04T00:00:00Z"`: true, `"disabledAt":"2026-04-04T00:00:00Z"`: true,
	} {
		got, err := list(`[{"id":"a",` + members + `}]`)
		if err != nil || slices.Contains(got[0].Unknown, client.FieldStatus) == told {
			t.Errorf("%s: got %+v, %v", members, got, err)
		}
	}
	if got, err := created(read(t, "create-read.response.json")); err != nil || got.Key.Unknown != nil {
		t.Errorf("a key that was made just now: %+v, %v", got.Key, err)
	}
}

func TestCreatesAreReadInEveryShape(t *testing.T) {
	t.Parallel()
	key := client.Key{ID: keyID, Name: "ci-pipeline", Prefix: "huc_4929de1f", Status: client.Active, CreatedAt: at("2026-04-03T10:00:00Z")}
	for file, want := range map[string][]client.Scope{"create-read": {"read"}, "create-write": {"write"}, "create-both": {"read", "write"}} {
		bare := string(read(t, file+".response.json"))
		key.Scopes, key.ExpiresAt = want, at("0001-01-01T00:00:00Z")
		if file == "create-read" {
			key.ExpiresAt = at("2099-01-31T00:00:00Z")
		}
		for _, text := range []string{bare, `{"data":` + bare + `}`, `{"apiKey":` + bare + `}`, `{"key":` + bare + `}`, `{"message":"done","result":` + bare + `}`} {
			got, err := created([]byte(text))
			if diff := cmp.Diff(key, got.Key); err != nil || diff != "" || got.Secret.Reveal() != secret {
				t.Errorf("%s: %v, %q\n%s", text, err, got.Secret.Reveal(), diff)
			}
		}
	}
}

func TestASecretIsFoundUnderAnyName(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"key beside the record":  `{"key":"` + secret + `","apiKey":{"id":"x"}}`,
		"apiKey":                 `{"id":"x","apiKey":"` + secret + `"}`,
		"rawKey":                 `{"id":"x","rawKey":"` + secret + `"}`,
		"an unknown name":        `{"id":"x","plaintext":"` + secret + `"}`,
		"beside its prefix":      `{"id":"x","keyPrefix":"huc_0000000000000000","key":"` + secret + `"}`,
		"a field of wrong type":  `{"id":"x","permissions":7,"key":"` + secret + `"}`,
		"permissions of objects": `{"id":"x","key":"` + secret + `","permissions":{"read":true}}`,
	} {
		got, err := created([]byte(text))
		if err != nil || got.Secret.Reveal() != secret || got.Key.ID != "x" {
			t.Errorf("%s: got %q, %q, %v", name, got.Secret.Reveal(), got.Key.ID, err)
		}
	}
	for _, text := range []string{
		`{"id":"x","a":"` + secret + `","b":"` + secret[:67] + `0"}`, `{"id":"x","value":"sk_live_0123456789abcdef"}`, `{"id":"x"}`,
		`{"id":"x","key":"huc_short"}`, `{"id":"x","key":"huc_4929 de1f 505b 514f"}`, `{"id":"x","keyPrefix":"` + secret[:20] + `"}`,
	} {
		if got, err := created([]byte(text)); err == nil || !got.Secret.IsZero() || got.Key.ID != "x" {
			t.Errorf("%s: got %q, %+v", text, got.Secret.Reveal(), got.Key)
		}
	}
}

func TestFailuresAreToldInTheConsolesWords(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.4??.response.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("found %v, %v", files, err)
	}
	for _, file := range files {
		text := read(t, filepath.Base(file))
		got := New().Failure(400, text)
		if len(got.Message) < 15 || !strings.Contains(string(text), got.Message) || got.Kind != 0 {
			t.Errorf("%s: got %+v", file, got)
		}
	}
}

func TestTheKeySignsAsBearer(t *testing.T) {
	t.Parallel()
	got := http.Header{"Authorization": {"of somebody else"}}
	New().Authorize(got, secrets.New("huc_your_api_key_here"))
	if diff := cmp.Diff(http.Header{"Authorization": {"Bearer huc_your_api_key_here"}}, got); diff != "" {
		t.Error(diff)
	}
}

// TestWhatCanBeUndoneSaysSo because a user must know which stop is for good.
func TestWhatCanBeUndoneSaysSo(t *testing.T) {
	t.Parallel()
	actions := New().Actions
	for verb, want := range map[client.Verb]client.Verb{
		client.VerbRevoke: client.VerbEnable, client.VerbDisable: client.VerbEnable, client.VerbEnable: client.VerbDisable, client.VerbDelete: "",
	} {
		action, there := actions[verb]
		if !there || action.Undo != want || verb.Stops() && strings.Contains(action.Note, "reversible") != (want != "") {
			t.Errorf("%s: %+v", verb, action)
		}
		if action.Removes != (verb == client.VerbDelete) {
			t.Errorf("%s: removes is %v", verb, action.Removes)
		}
	}
}

// TestOnlyWhatIsDocumentedIsGradedSo holds that a profile can override the rest.
func TestOnlyWhatIsDocumentedIsGradedSo(t *testing.T) {
	t.Parallel()
	dialect := New()
	for verb, action := range dialect.Actions {
		if documented := verb == client.VerbVerify; (action.Grade == client.Documented) != documented {
			t.Errorf("%s: %s, %q", verb, action.Grade, action.Note)
		}
		if action.Grade != client.Inferred {
			continue
		}
		route := client.Route{Method: http.MethodPut, Path: []string{"v2", "keys", "{id}"}}
		switch action.Effect {
		case client.Creates:
			route.Path = route.Path[:2]
		case client.Reads:
			route = client.Route{Method: http.MethodGet, Path: route.Path[:2]}
		}
		changed, err := dialect.With(client.Options{Routes: map[client.Verb]client.Route{verb: route}})
		if err != nil {
			t.Errorf("%s: %v", verb, err)
			continue
		}
		request, err := changed.Actions[verb].Request(client.Wish{ID: "a", Draft: client.Draft{Scopes: []client.Scope{"read"}}})
		if err != nil || request.Method != route.Method || request.Path[0] != "v2" {
			t.Errorf("%s: %+v, %v", verb, request, err)
		}
	}
}
