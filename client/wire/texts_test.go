package wire

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"keyctl/internal/redact"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

const answerSecret = "tk_0123456789abcdef0123456789abcdef"

func TestTheTextsOfAnAnswerAreRegisteredButNotWhatErrorsShow(t *testing.T) {
	t.Parallel()
	id, name, prefix := "0b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b", "a-name-of-twenty-characters", "tk_0123456789abcdef"
	namespace, account := "5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a", "account-of-twenty-three"
	raw := `{"data":{"id":"` + id + `","name":"` + name + `","key_prefix":"` + prefix + `","created_at":"2026-04-03T10:00:00Z",
		"accountId":"` + account + `","keyPrefix":"` + prefix + `","lastUsedAt":"2026-04-03T10:05:00.25Z",
		"namespace_ids":["` + namespace + `"],"unheard_of":"` + answerSecret + `","second":"sk_live_0123456789"`
	var r redact.Redactor
	RegisterTexts(&r, secrets.New(raw))
	shown := []string{id, name, namespace, account, prefix, "2026-04-03T10:00:00Z", "2026-04-03T10:05:00.25Z"}
	got := string(r.Redact([]byte(strings.Join(append(slices.Clone(shown), answerSecret, "sk_live_0123456789"), " "))))
	if want := strings.Join(append(slices.Clone(shown), secrets.Redacted, secrets.Redacted), " "); got != want {
		t.Errorf("got %s", got)
	}
}

func TestTimesAndIDsOfAnAnswerAreNoSecretsInEitherSpelling(t *testing.T) {
	t.Parallel()
	for _, member := range []string{"created_at", "createdAt", "creationTimestamp", "expireTime", "lastUsedTime", "user_id", "userId"} {
		var r redact.Redactor
		RegisterTexts(&r, secrets.New(`{"`+member+`":"2026-04-03T10:00:00Z","key":"`+answerSecret+`"}`))
		if got := string(r.Redact([]byte("2026-04-03T10:00:00Z " + answerSecret))); got != "2026-04-03T10:00:00Z "+secrets.Redacted {
			t.Errorf("%s: got %s", member, got)
		}
	}
}

func TestAnAnswerOfManyTextsRegistersAFew(t *testing.T) {
	t.Parallel()
	var raw strings.Builder
	raw.WriteString(`{"id":"k1"`)
	for i := range 20_000 {
		fmt.Fprintf(&raw, `,"a%d":"%020d"`, i, i)
	}
	raw.WriteString(`,"secret":"` + answerSecret + `"}`)
	var r redact.Redactor
	r.RegisterPrefix("tk_")
	RegisterTexts(&r, secrets.New(raw.String()))
	registered := 0
	for i := range 20_000 {
		if text := fmt.Sprintf("%020d", i); string(r.Redact([]byte(text))) != text {
			registered++
		}
	}
	if registered == 0 || registered > mostTexts {
		t.Errorf("%d texts", registered)
	}
	if got := string(r.Redact([]byte("00000000000000000007 " + answerSecret))); got != secrets.Redacted+" "+secrets.Redacted {
		t.Errorf("got %s", got)
	}
}

func TestAnAnswerOfAnyShapeHidesItsSecret(t *testing.T) {
	t.Parallel()
	encoded := base64.StdEncoding.EncodeToString([]byte("credential: " + answerSecret))
	for _, raw := range []string{
		"<html>" + answerSecret + "</html>", answerSecret, answerSecret + "\n", "key=" + answerSecret + "&x=y", "\x00\xff" + answerSecret,
		`{"id":"k1","nonsense":` + answerSecret, `{"message":"issued ` + answerSecret + ` to you"}`, `["x",{"a":["` + answerSecret + `"]}]`, `<key>` + answerSecret[:3] + `</key> ` + answerSecret,
	} {
		var r redact.Redactor
		r.RegisterPrefix("tk_")
		RegisterTexts(&r, secrets.New(raw))
		for _, shown := range []string{raw, safetext.Quote(raw), encoded, answerSecret} {
			got := string(r.Redact([]byte(shown)))
			if strings.Contains(got, answerSecret[3:20]) || strings.Contains(got, encoded[24:40]) {
				t.Errorf("%q: %q became %q", raw, shown, got)
			}
		}
	}
}

func TestAnAnswerWithoutASecretHidesNothing(t *testing.T) {
	t.Parallel()
	raw := "<html>task_0123456789abcdef0123 tk_short 9f7b3a5c-0000-4000-8000-123456789abc </html>"
	var r redact.Redactor
	r.RegisterPrefix("tk_")
	RegisterTexts(&r, secrets.New(raw))
	if got := string(r.Redact([]byte(raw))); got != raw {
		t.Errorf("got %s", got)
	}
}
