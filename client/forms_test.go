package client

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestASecretWithinLongerBase64IsBlackedOut(t *testing.T) {
	t.Parallel()
	for length := range 4 {
		secret := testSecret + strings.Repeat("~", length)
		var r Redactor
		r.Register(NewSecret(secret))
		for _, before := range []string{"", "x", "xy", "xyz", `{"key":"`} {
			for _, after := range []string{"", "x", "xy", `"}`} {
				for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
					encoded := encoding.EncodeToString([]byte(before + secret + after))
					got := string(r.Redact([]byte(encoded)))
					left := strings.Replace(got, redacted, "", 1)
					if most := (len(before)+len(after))*4/3 + 8; !strings.Contains(got, redacted) || len(left) > most {
						t.Errorf("%q, %q: %s became %s", before, after, encoded, got)
					}
				}
			}
		}
	}
}

func TestOtherBase64IsLeftAlone(t *testing.T) {
	t.Parallel()
	var r Redactor
	r.Register(NewSecret(testSecret))
	other := base64.StdEncoding.EncodeToString([]byte("tk_fedcba9876543210fedcba9876543210"))
	if got := string(r.Redact([]byte(other))); got != other {
		t.Errorf("got %s", got)
	}
}

func TestAnAnswerOfAnyShapeHidesItsSecret(t *testing.T) {
	t.Parallel()
	encoded := base64.StdEncoding.EncodeToString([]byte("credential: " + testSecret))
	for _, raw := range []string{
		"<html>" + testSecret + "</html>", testSecret, testSecret + "\n", "key=" + testSecret + "&x=y", "\x00\xff" + testSecret,
		`{"id":"k1","nonsense":` + testSecret, `{"message":"issued ` + testSecret + ` to you"}`, `["x",{"a":["` + testSecret + `"]}]`, `<key>` + testSecret[:3] + `</key> ` + testSecret,
	} {
		var r Redactor
		r.RegisterPrefix(testPrefix)
		RegisterTexts(&r, NewSecret(raw))
		for _, shown := range []string{raw, Quote(raw), encoded, testSecret} {
			got := string(r.Redact([]byte(shown)))
			if strings.Contains(got, testSecret[3:20]) || strings.Contains(got, encoded[24:40]) {
				t.Errorf("%q: %q became %q", raw, shown, got)
			}
		}
	}
}

func TestAnAnswerWithoutASecretHidesNothing(t *testing.T) {
	t.Parallel()
	raw := "<html>task_0123456789abcdef0123 tk_short 9f7b3a5c-0000-4000-8000-123456789abc </html>"
	var r Redactor
	r.RegisterPrefix(testPrefix)
	RegisterTexts(&r, NewSecret(raw))
	if got := string(r.Redact([]byte(raw))); got != raw {
		t.Errorf("got %s", got)
	}
}
