package redact

import (
	"encoding/base64"
	"strings"
	"testing"

	"keyctl/internal/secrets"
)

func TestASecretWithinLongerBase64IsBlackedOut(t *testing.T) {
	t.Parallel()
	for length := range 4 {
		secret := hiddenSecret + strings.Repeat("~", length)
		var r Redactor
		r.Register(secrets.New(secret))
		for _, before := range []string{"", "x", "xy", "xyz", `{"key":"`} {
			for _, after := range []string{"", "x", "xy", `"}`} {
				for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
					encoded := encoding.EncodeToString([]byte(before + secret + after))
					got := string(r.Redact([]byte(encoded)))
					left := strings.Replace(got, secrets.Redacted, "", 1)
					if most := (len(before)+len(after))*4/3 + 8; !strings.Contains(got, secrets.Redacted) || len(left) > most {
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
	r.Register(secrets.New(hiddenSecret))
	other := base64.StdEncoding.EncodeToString([]byte("tk_fedcba9876543210fedcba9876543210"))
	if got := string(r.Redact([]byte(other))); got != other {
		t.Errorf("got %s", got)
	}
}
