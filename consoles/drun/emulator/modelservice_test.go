package emulator

import (
	"strings"
	"testing"
	"time"

	"keyctl/emulator"
)

func TestModelService(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	_, secret := w.create(FirstMember, "/apikeys", `{"name":"x"}`)
	want := `{"object":"list","data":[{"id":"public/deepseek-r1","object":"model","created":0,"owned_by":"public"},` +
		`{"id":"u-8105f7322477/test","object":"model","created":0,"owned_by":"u-8105f7322477"}]}` + "\n"
	if got := w.models(secret).is(200, t); got.raw != want {
		t.Errorf("models: %s", got.raw)
	}
	*w.now = w.now.Add(time.Minute)
	got := w.chat(secret, "u-8105f7322477/test", 5).is(200, t)
	want = `,"object":"chat.completion","created":1775210460,"model":"u-8105f7322477/test","choices":[{"index":0,"message":` +
		`{"role":"assistant","content":"` + reply + `"},"finish_reason":"stop"}],` +
		`"usage":{"prompt_tokens":5,"completion_tokens":11,"total_tokens":16}}` + "\n"
	if !strings.HasSuffix(got.raw, want) || got.text("id") == w.chat(secret, "u-8105f7322477/test", 5).text("id") {
		t.Errorf("chat: %s", got.raw)
	}
	if used := w.you("GET /apikeys", "").column("lastUsedTime"); used[0] != "2026-04-03T10:01:00Z" {
		t.Errorf("last used %v", used)
	}
}

func TestModelServiceRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	_, secret := w.create(FirstMember, "/apikeys", `{"name":"x"}`)
	for _, wrong := range []string{"", "sk-", secret[:47], secret + "x", "sk-" + strings.Repeat("a", 45), w.Credential("drun")} {
		for _, got := range []answered{w.models(wrong), w.chat(wrong, modelNames()[0], 1), w.chat(wrong, "unknown", 1)} {
			if got.is(401, t).text("error", "code") != "invalid_api_key" {
				t.Errorf("%q: %s", wrong, got.raw)
			}
		}
	}
	w.send("GET /v1/models", "").is(401, t)
	w.send("GET /v1/models", "", "x-api-key: "+secret).is(401, t)
	model := `{"model":"` + modelNames()[0] + `",`
	for body, want := range map[string]int{
		``: 404, `[]`: 400, `{`: 400, `{}`: 404, `{"model":1}`: 400, `{"model":"other","messages":[{"content":"x"}]}`: 404,
		model + `"messages":[]}`: 400, model + `"messages":null}`: 400, model + `"messages":"x"}`: 400, model + `"messages":[{"content":1}]}`: 400,
		model + `"messages":[{"content":"x"}],"stream":true}`: 400, model + `"messages":[{"content":"x"}],"stream":1}`: 400,
		model + `"messages":[{"content":"` + strings.Repeat("x", 65<<10) + `"}]}`: 413,
	} {
		got := w.send("POST /v1/chat/completions", body, "Authorization: Bearer "+secret).is(want, t)
		if got.text("error", "message") == "" || got.text("error", "type") != "invalid_request_error" {
			t.Errorf("%.60s: %s", body, got.raw)
		}
	}
	if got := w.you("GET /apikeys-stats", "").raw; strings.Contains(got, "timestamp") {
		t.Errorf("refused requests count: %s", got)
	}
	if used := w.you("GET /apikeys", "").column("lastUsedTime"); used[0] != "" {
		t.Errorf("refused requests are uses: %v", used)
	}
}

func TestQuota(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	id, secret := w.create(FirstMember, in42+"/apikeys", `{"name":"x","quota":"20"}`)
	shows := func(want string) {
		t.Helper()
		if got := w.you("GET "+in42+"/my-apikeys", "").raw; !strings.Contains(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	shows(`"unlimitedQuota":false,"quota":"20","usedQuota":"0","remainingQuota":"20","remainingQuotaSyncedAt":"2026-04-03T10:00:00Z"`)
	w.chat(secret, modelNames()[0], 4).is(200, t)
	shows(`"quota":"20","usedQuota":"15","remainingQuota":"5"`)
	w.chat(secret, modelNames()[0], 4).is(200, t)
	shows(`"quota":"20","usedQuota":"30","remainingQuota":"0"`)
	if got := w.chat(secret, modelNames()[0], 4).is(429, t); got.text("error", "code") != "insufficient_quota" {
		t.Errorf("beyond the quota: %s", got.raw)
	}
	w.models(secret).is(200, t)
	w.you("PUT "+in42+"/apikeys/"+id+"/quota", `{"unlimitedQuota":false,"quota":"31"}`)
	w.chat(secret, modelNames()[0], 4).is(200, t)
	w.chat(secret, modelNames()[0], 4).is(429, t)
	w.you("PUT "+in42+"/apikeys/"+id+"/quota", `{"unlimitedQuota":true}`)
	w.chat(secret, modelNames()[0], 4).is(200, t)
	shows(`"unlimitedQuota":true,"usedQuota":"60"`)
	w.you("PUT "+in42+"/apikeys/"+id+"/quota", `{"quota":"0"}`)
	w.chat(secret, modelNames()[0], 4).is(429, t)
}
