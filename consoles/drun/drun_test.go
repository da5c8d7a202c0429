package drun

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
)

func TestCreatesAreReadInEveryShape(t *testing.T) {
	t.Parallel()
	owner := []client.Detail{{Name: "created_by", Value: "you"}, {Name: "user_id", Value: "u-8105f7322477"}}
	key := client.Key{
		ID: "10243", Name: "ci-pipeline", Prefix: "sk-x1VD…7ucU", Status: client.Active, CreatedAt: at("2026-04-03T10:00:00Z"), Details: owner,
	}
	bare := file(t, "account-create.response.json")
	for _, text := range []string{bare, `{"data":` + bare + `}`, `{"apiKey":` + bare + `}`, `{"key":` + bare + `}`} {
		got, err := place{}.created([]byte(text))
		if diff := cmp.Diff(key, got.Key); err != nil || diff != "" || got.Secret.Reveal() != secret {
			t.Errorf("%s: %v, %q\n%s", text, err, got.Secret.Reveal(), diff)
		}
	}
	got, err := inWorkspace().created([]byte(file(t, "ws-create-limited.response.json")))
	if err != nil || got.Secret.Reveal() != secret || got.Key.Quota == nil || *got.Key.Quota != (client.Quota{Limit: 1000}) ||
		!got.Key.ExpiresAt.Equal(at("2099-01-31T00:00:00Z")) {
		t.Errorf("in a workspace: got %+v, %v", got, err)
	}
}

func TestASecretIsFoundUnderAnyName(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"secret": `{"id":"7","secret":"` + secret + `"}`, "apiKey": `{"id":"7","apiKey":"` + secret + `"}`, "a name of its own": `{"id":"7","plain":"` + secret + `"}`,
		"beside a masked one": `{"id":"7","key":"sk-x1VD****7ucU","secret":"` + secret + `"}`,
	} {
		if got, err := (place{}).created([]byte(text)); err != nil || got.Secret.Reveal() != secret || got.Key.ID != "7" {
			t.Errorf("%s: got %q, %+v, %v", name, got.Secret.Reveal(), got.Key, err)
		}
	}
	for _, text := range []string{
		`{"id":"7","key":"sk-x1VD**************************************7ucU"}`, `{"id":"7","key":"sk-x1VD..................................7ucU"}`,
		`{"id":"7","key":"sk-short"}`, `{"id":"7","key":null}`, `{"id":"7"}`, `{"id":"7","key":"sk-x1VD `, file(t, "account-list-page1.response.json"),
	} {
		if got, err := (place{}).created([]byte(text)); err == nil || !got.Secret.IsZero() {
			t.Errorf("%.80s: got %q", text, got.Secret.Reveal())
		}
	}
}

func TestACreationIsAllowedOnlyInSoManyWords(t *testing.T) {
	t.Parallel()
	read := New().Actions[client.VerbCreate].Check.Read
	for text, want := range map[string]struct {
		allowed bool
		reason  string
	}{
		file(t, "account-check.response.json"):         {true, ""},
		file(t, "account-check-refused.response.json"): {false, "API Key 数量已达上限"},
		`{"allowed":true,"reason":"","more":7}`:        {true, ""},
		`{"reason":"full"}`:                            {false, "full"},
		`{"allowed":null}`:                             {false, ""},
		`{}`:                                           {false, ""},
	} {
		if allowed, reason, err := read([]byte(text)); err != nil || allowed != want.allowed || reason != want.reason {
			t.Errorf("%s: got %t, %q, %v", text, allowed, reason, err)
		}
	}
	for _, text := range []string{``, `null`, `true`, `[]`, `{"allowed":"true"}`, `{"allowed":1}`, `{"code":"OK"}`, `{"allowed":true`, `<html>`} {
		if allowed, _, err := read([]byte(text)); err == nil || allowed {
			t.Errorf("%s: got %t, %v", text, allowed, err)
		}
	}
}

func TestFailuresAreToldInTheConsolesWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		file(t, "failure-chinese.409.response.json"):       "API Key 数量已达上限 (ResourceExhausted)",
		file(t, "refused-unknown-key.404.response.json"):   "the API key does not exist (NotFound)",
		`{"id":"NotFound","message":"error NotFound: no"}`: "error NotFound: no",
		`{"message":"no"}`:                              "no",
		`{"id":"NotFound","message":""}`:                "NotFound",
		`{"id":"NotFound","message":null}`:              "NotFound",
		`{"code":5,"message":"Not Found","details":[]}`: "Not Found",
		`{"id":7,"message":"no"}`:                       "no",
		`{"message":{"text":"no"}}`:                     "", `{"error":"no"}`: "no", `{"error":"no","message":"so"}`: "so", `{"error":{"message":"no"}}`: "no",
		`<html>`: "", ``: "", `[]`: "", `7`: "", `null`: "", `{}`: "", `{"message":"n`: "",
	} {
		if got := failure(400, []byte(text)); got != (client.Failure{Message: want}) {
			t.Errorf("%s: got %+v, want %q", text, got, want)
		}
	}
}

func FuzzCreated(f *testing.F) {
	f.Add(file(f, "account-create.response.json"))
	f.Add(file(f, "ws-create-limited.response.json"))
	f.Add(`{"id":"7","key":"` + secret)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := inWorkspace().created([]byte(text))
		found := got.Secret.Reveal()
		if err == nil && len(found) < 16 || strings.Contains(found, "...") || strings.ContainsAny(found, " \n\x1b") || len(got.Key.Prefix) > mostHead+len("…")+mostTail {
			t.Errorf("%q gave %q, %+v, %v", text, found, got.Key, err)
		}
	})
}
