package remotegpu

import (
	"net/http"
	"path/filepath"
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
			ID: keyID, Name: "CI/CD Pipeline", Prefix: "rgpu_4929de1f", Status: client.Active,
			Scopes: []client.Scope{"all"}, CreatedAt: created, LastUsedAt: at("2026-04-03T10:05:00.25Z"),
		},
		{
			ID: "8d2f3e40-5b6c-4d7e-9f80-0b1c2d3e4f50", Name: "image-client", Prefix: "rgpu_00112233", Status: client.Active,
			Scopes: []client.Scope{"inference"}, CreatedAt: created, ExpiresAt: at("2099-01-31T00:00:00Z"),
		},
		{
			ID: "9e30415a-6c7d-4e8f-80a1-1c2d3e4f5061", Name: "kubectl", Prefix: "rgpu_44556677", Status: client.Expired,
			Scopes:    []client.Scope{"kubernetes:" + namespaceA, "kubernetes:" + namespaceB},
			CreatedAt: created, ExpiresAt: at("2026-04-04T00:00:00Z"),
		},
		{
			ID: "af41526b-7d8e-4f90-91b2-2d3e4f506172", Name: "old", Prefix: "rgpu_8899aabb", Status: client.Revoked,
			Scopes: []client.Scope{"kubernetes:all"}, CreatedAt: created, RevokedAt: at("2026-04-05T10:00:00Z"),
		},
	}
}

func TestAListIsReadInEveryWrapping(t *testing.T) {
	t.Parallel()
	bare := string(read(t, "list.response.json"))
	for name, text := range map[string]string{
		"bare": bare, "data": `{"data":` + bare + `}`, "api_keys": `{"total":4,"api_keys":` + bare + `,"next":null}`,
		"keys": `{"keys":` + bare + `}`, "items": `{"items":` + bare + `}`, "spaced": " \n\t" + bare + "\n\n",
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

func TestTimesAreReadLiberally(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`"2027-01-31T08:00:00Z"`: "2027-01-31T08:00:00Z", `"2027-01-31T08:00:00+02:00"`: "2027-01-31T06:00:00Z",
		`"2027-01-31T08:00:00"`: "2027-01-31T08:00:00Z", `"2027-01-31 08:00:00"`: "2027-01-31T08:00:00Z",
		`"2027-01-31T08:00:00.123456789Z"`: "2027-01-31T08:00:00.123456789Z",
		`null`:                             "0001-01-01T00:00:00Z", `""`: "0001-01-01T00:00:00Z", `"0001-01-01T00:00:00Z"`: "0001-01-01T00:00:00Z",
	} {
		got, err := list(`[{"id":"a","created_at":` + text + `}]`)
		if err != nil || !got[0].CreatedAt.Equal(at(want)) {
			t.Errorf("%s: got %v, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{`0`, `1790000000`, `"1790000000"`, `"2026-02-30T00:00:00Z"`, `"soon"`, `{}`, `true`, `"2027-01-31"`} {
		if got, err := list(`[{"id":"a","created_at":` + text + `}]`); err == nil {
			t.Errorf("%s: got %v", text, got)
		}
	}
}

func TestAListThatIsNotOneIsAnError(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``: "empty", `null`: "neither", `7`: "neither", `{}`: "no list", `{"error":"x"}`: "tells an error", `{"error":"down","data":[]}`: "tells an error",
		`{"data":[],"has_more":true}`: "more pages", `{"data":[],"meta":{"next_cursor":"abc"}}`: "more pages",
		`{"data":null}`: "not a list", `{"data":[],"keys":[]}`: "two lists", `[`: "cut short", `[{"id":"a"},`: "cut short",
		`[]]`: "not JSON", `[][]`: "behind its end", `[{}]`: "no id", `[{"id":7}]`: "wrong type", `[[]]`: "wrong type",
		`[{"id":"a","scopes":"all"}]`: "wrong type", `[{"id":"a","scopes":{"all":"yes"}}]`: "wrong type", `<html>`: "web page",
		`[{"id":"a","scopes":{"kubernetes_exec":{"namespace_ids":["` + namespaceA + `",7]}}}]`: "wrong type",
	} {
		if got, err := list(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, %v, want %q", text, got, err, want)
		}
	}
}

func TestCreatesAreReadInEveryShape(t *testing.T) {
	t.Parallel()
	key := client.Key{ID: keyID, Name: "ci-pipeline", Prefix: "rgpu_4929de1f", Status: client.Active, CreatedAt: at("2026-04-03T10:00:00Z")}
	for file, want := range map[string][]client.Scope{
		"create-all": {"all"}, "create-inference": {"inference"}, "create-all-namespaces": {"kubernetes:all"},
		"create-namespace": {"kubernetes:" + namespaceA, "kubernetes:" + namespaceB},
	} {
		bare := string(read(t, file+".response.json"))
		key.Scopes, key.ExpiresAt = want, at("0001-01-01T00:00:00Z")
		if file == "create-inference" {
			key.ExpiresAt = at("2099-01-31T00:00:00Z")
		}
		for _, text := range []string{bare, `{"data":` + bare + `}`, `{"api_key":` + bare + `}`, `{"key":` + bare + `}`, `{"message":"done","result":` + bare + `}`} {
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
		"key beside the record": `{"key":"` + secret + `","api_key":{"id":"x"}}`,
		"raw_key":               `{"id":"x","raw_key":"` + secret + `"}`,
		"an unknown name":       `{"id":"x","plaintext":"` + secret + `"}`,
		"another beginning":     `{"id":"x","key":"sk_live_0123456789abcdef"}`,
		"beside its prefix":     `{"id":"x","key_prefix":"rgpu_0000000000000000","key":"` + secret + `"}`,
	} {
		got, err := created([]byte(text))
		want := secret
		if name == "another beginning" {
			want = "sk_live_0123456789abcdef"
		}
		if err != nil || got.Secret.Reveal() != want || got.Key.ID != "x" {
			t.Errorf("%s: got %q, %q, %v", name, got.Secret.Reveal(), got.Key.ID, err)
		}
	}
	for _, text := range []string{
		`{"id":"x","a":"` + secret + `","b":"` + secret[:68] + `00"}`, `{"id":"x","value":"sk_live_0123456789abcdef"}`,
		`{"id":"x","key":"rgpu_short"}`, `{"id":"x","key":"rgpu_4929 de1f 505b 514f"}`, `{"id":"x","key":"rgpu_4929de1f…………………"}`,
	} {
		if got, err := created([]byte(text)); err == nil || !got.Secret.IsZero() {
			t.Errorf("%s: got %q", text, got.Secret.Reveal())
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

func TestTheSessionSignsAsBearerOrAsCookie(t *testing.T) {
	t.Parallel()
	for credential, want := range map[string]http.Header{
		"token":                     {"Authorization": {"Bearer token"}},
		"cookie:access_token=abc":   {"Cookie": {"access_token=abc"}},
		"cookie:a=b; access_token=": {"Cookie": {"a=b; access_token="}},
	} {
		got := http.Header{}
		authorize(got, secrets.New(credential))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", credential, diff)
		}
	}
}
