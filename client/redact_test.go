package client

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

func TestARegisteredSecretIsBlackedOutInEveryForm(t *testing.T) {
	t.Parallel()
	text := `s3cr&t/+ "quoted"=value`
	var r Redactor
	r.Register(NewSecret(text))
	quoted, _ := json.Marshal(text)
	for _, form := range []string{
		text, string(quoted), url.QueryEscape(text), url.PathEscape(text),
		base64.StdEncoding.EncodeToString([]byte(text)), base64.RawURLEncoding.EncodeToString([]byte(text)),
		base64.URLEncoding.EncodeToString([]byte(text)), base64.RawStdEncoding.EncodeToString([]byte(text)),
	} {
		got := string(r.Redact([]byte("before " + form + " after")))
		if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") || !strings.Contains(got, redacted) || len(got) > len("before  after")+len(redacted)+4 {
			t.Errorf("%s became %s", form, got)
		}
	}
}

func TestTheLongestSecretIsBlackedOutFirst(t *testing.T) {
	t.Parallel()
	var r Redactor
	r.Register(NewSecret("tk_01234567"))
	r.Register(NewSecret("tk_01234567-and-its-tail"))
	if got := string(r.Redact([]byte("tk_01234567-and-its-tail tk_01234567"))); got != redacted+" "+redacted {
		t.Errorf("got %s", got)
	}
}

func TestShortTextsAreLeftAlone(t *testing.T) {
	t.Parallel()
	var r Redactor
	for _, text := range []string{"", "a", "ci", "default", "1234567"} {
		r.Register(NewSecret(text))
	}
	if got := string(r.Redact([]byte("default ci a 1234567"))); got != "default ci a 1234567" {
		t.Errorf("got %s", got)
	}
}

func TestAWriterRedactsWholeLinesAndReportsItsInput(t *testing.T) {
	t.Parallel()
	var r Redactor
	var out bytes.Buffer
	w := r.Writer(&out)
	r.Register(NewSecret(testSecret)) // after the writer was made
	line := "> " + testSecret + "\n"
	if n, err := fmt.Fprint(w, line); err != nil || n != len(line) || out.String() != "> "+redacted+"\n" {
		t.Errorf("got %q, %d, %v", out.String(), n, err)
	}
	out.Reset()
	_, _ = w.Write([]byte(testSecret[:10]))
	_, _ = w.Write([]byte(testSecret[10:]))
	if out.String() != testSecret {
		t.Error("a secret over two writes is found now: say so at Writer")
	}
	broken := r.Writer(brokenWriter{})
	if n, err := broken.Write([]byte(line)); err == nil || n != 0 {
		t.Errorf("got %d, %v", n, err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken") }

func TestTheTextsOfAnAnswerAreRegisteredButNotWhatErrorsShow(t *testing.T) {
	t.Parallel()
	id, name, prefix := "0b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b", "a-name-of-twenty-characters", "tk_0123456789abcdef"
	namespace, account := "5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a", "account-of-twenty-three"
	raw := `{"data":{"id":"` + id + `","name":"` + name + `","key_prefix":"` + prefix + `","created_at":"2026-04-03T10:00:00Z",
		"accountId":"` + account + `","keyPrefix":"` + prefix + `","lastUsedAt":"2026-04-03T10:05:00.25Z",
		"namespace_ids":["` + namespace + `"],"unheard_of":"` + testSecret + `","second":"sk_live_0123456789"`
	var r Redactor
	RegisterTexts(&r, NewSecret(raw))
	shown := []string{id, name, namespace, account, prefix, "2026-04-03T10:00:00Z", "2026-04-03T10:05:00.25Z"}
	got := string(r.Redact([]byte(strings.Join(append(slices.Clone(shown), testSecret, "sk_live_0123456789"), " "))))
	if want := strings.Join(append(slices.Clone(shown), redacted, redacted), " "); got != want {
		t.Errorf("got %s", got)
	}
}

func TestTimesAndIDsOfAnAnswerAreNoSecretsInEitherSpelling(t *testing.T) {
	t.Parallel()
	for _, member := range []string{"created_at", "createdAt", "creationTimestamp", "expireTime", "lastUsedTime", "user_id", "userId"} {
		var r Redactor
		RegisterTexts(&r, NewSecret(`{"`+member+`":"2026-04-03T10:00:00Z","key":"`+testSecret+`"}`))
		if got := string(r.Redact([]byte("2026-04-03T10:00:00Z " + testSecret))); got != "2026-04-03T10:00:00Z "+redacted {
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
	raw.WriteString(`,"secret":"` + testSecret + `"}`)
	var r Redactor
	r.RegisterPrefix(testPrefix)
	RegisterTexts(&r, NewSecret(raw.String()))
	if len(r.forms) == 0 || len(r.forms) > 384 {
		t.Errorf("%d forms", len(r.forms))
	}
	if got := string(r.Redact([]byte("00000000000000000007 " + testSecret))); got != redacted+" "+redacted {
		t.Errorf("got %s", got)
	}
}

func TestTheValueOfACookieIsBlackedOutByItself(t *testing.T) {
	t.Parallel()
	const value, other = "eyJhbGciOiJIUzI1NiJ9.SECRETSECRET", "0123456789abcdef"
	for _, cookie := range []string{"cookie:access_token=" + value, "cookie:a=b; access_token=" + value + "; c=" + other, `cookie:access_token="` + value + `"`} {
		var r Redactor
		r.Register(NewSecret(cookie))
		for _, text := range []string{value, cookie, "bad session " + value, Quote(cookie), Quote("bad " + value)} {
			quoted, _ := json.Marshal(text)
			for _, shown := range []string{text, string(quoted)} {
				got := r.Redact([]byte(shown))
				if bytes.Contains(got, []byte("SECRETSECRET")) || shown != text && !json.Valid(got) {
					t.Errorf("%s: %s became %s", cookie, shown, got)
				}
			}
		}
		if got := string(r.Redact([]byte("access_token cookie a=b"))); got != "access_token cookie a=b" {
			t.Errorf("%s: got %s", cookie, got)
		}
	}
}

func TestASecretThatAQuoteCutIsBlackedOut(t *testing.T) {
	t.Parallel()
	var r Redactor
	r.Register(NewSecret(testSecret))
	for padding := range 90 {
		dots := strings.Repeat(".", padding)
		got := string(r.Redact([]byte("answered 401: " + Quote(dots+testSecret+" is bad") + " here")))
		want := "answered 401: \"" + dots + redacted
		if shown := 80 - padding; shown < shortestRedacted {
			want = "answered 401: \"" + (dots + testSecret)[:80]
		}
		if !strings.HasPrefix(got, want) || !strings.HasSuffix(got, " here") {
			t.Errorf("%d: got %s", padding, got)
		}
	}
}

func TestARedactorIsForSeveralAtOnce(t *testing.T) {
	t.Parallel()
	var r Redactor
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			secret := fmt.Sprintf("%s-%02d", testSecret, i)
			r.Register(NewSecret(secret))
			if got := string(r.Redact([]byte(secret))); strings.Contains(got, testSecret) {
				t.Errorf("got %s", got)
			}
		})
	}
	group.Wait()
}
