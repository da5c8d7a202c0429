package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

const hiddenSecret = "tk_0123456789abcdef0123456789abcdef"

func TestARegisteredSecretIsBlackedOutInEveryForm(t *testing.T) {
	t.Parallel()
	text := `s3cr&t/+ "quoted"=value`
	var r Redactor
	r.Register(secrets.New(text))
	quoted, _ := json.Marshal(text)
	for _, form := range []string{
		text, string(quoted), url.QueryEscape(text), url.PathEscape(text),
		base64.StdEncoding.EncodeToString([]byte(text)), base64.RawURLEncoding.EncodeToString([]byte(text)),
		base64.URLEncoding.EncodeToString([]byte(text)), base64.RawStdEncoding.EncodeToString([]byte(text)),
	} {
		got := string(r.Redact([]byte("before " + form + " after")))
		if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") || !strings.Contains(got, secrets.Redacted) || len(got) > len("before  after")+len(secrets.Redacted)+4 {
			t.Errorf("%s became %s", form, got)
		}
	}
}

func TestTheLongestSecretIsBlackedOutFirst(t *testing.T) {
	t.Parallel()
	var r Redactor
	r.Register(secrets.New("tk_01234567"))
	r.Register(secrets.New("tk_01234567-and-its-tail"))
	if got := string(r.Redact([]byte("tk_01234567-and-its-tail tk_01234567"))); got != secrets.Redacted+" "+secrets.Redacted {
		t.Errorf("got %s", got)
	}
}

func TestShortTextsAreLeftAlone(t *testing.T) {
	t.Parallel()
	var r Redactor
	for _, text := range []string{"", "a", "ci", "default", "1234567"} {
		r.Register(secrets.New(text))
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
	r.Register(secrets.New(hiddenSecret)) // after the writer was made
	line := "> " + hiddenSecret + "\n"
	if n, err := fmt.Fprint(w, line); err != nil || n != len(line) || out.String() != "> "+secrets.Redacted+"\n" {
		t.Errorf("got %q, %d, %v", out.String(), n, err)
	}
	out.Reset()
	_, _ = w.Write([]byte(hiddenSecret[:10]))
	_, _ = w.Write([]byte(hiddenSecret[10:]))
	if out.String() != hiddenSecret {
		t.Error("a secret over two writes is found now: say so at Writer")
	}
	broken := r.Writer(brokenWriter{})
	if n, err := broken.Write([]byte(line)); err == nil || n != 0 {
		t.Errorf("got %d, %v", n, err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken") }

func TestTheValueOfACookieIsBlackedOutByItself(t *testing.T) {
	t.Parallel()
	const value, other = "eyJhbGciOiJIUzI1NiJ9.SECRETSECRET", "0123456789abcdef"
	for _, cookie := range []string{"cookie:access_token=" + value, "cookie:a=b; access_token=" + value + "; c=" + other, `cookie:access_token="` + value + `"`} {
		var r Redactor
		r.Register(secrets.New(cookie))
		for _, text := range []string{value, cookie, "bad session " + value, safetext.Quote(cookie), safetext.Quote("bad " + value)} {
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
	r.Register(secrets.New(hiddenSecret))
	for padding := range 90 {
		dots := strings.Repeat(".", padding)
		got := string(r.Redact([]byte("answered 401: " + safetext.Quote(dots+hiddenSecret+" is bad") + " here")))
		want := "answered 401: \"" + dots + secrets.Redacted
		if shown := 80 - padding; shown < shortestRedacted {
			want = "answered 401: \"" + (dots + hiddenSecret)[:80]
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
			secret := fmt.Sprintf("%s-%02d", hiddenSecret, i)
			r.Register(secrets.New(secret))
			if got := string(r.Redact([]byte(secret))); strings.Contains(got, hiddenSecret) {
				t.Errorf("got %s", got)
			}
		})
	}
	group.Wait()
}

func TestWhatAProxyIsGivenIsBlackedOut(t *testing.T) {
	t.Parallel()
	const escaped = "hunter2%40%2Fhunter2"
	const plain = "hunter2@/hunter2"
	for _, address := range []string{"http://me:" + escaped + "@proxy.test:3128", "me:" + escaped + "@proxy.test", "socks5://me:" + escaped + "@[::1]:1080/"} {
		var shown bytes.Buffer
		redactor := &Redactor{}
		redactor.RegisterProxy(address)
		for _, form := range []string{escaped, plain, base64.StdEncoding.EncodeToString([]byte("me:" + plain))} {
			_, _ = fmt.Fprintf(redactor.Writer(&shown), "a %s z\n", form)
		}
		if shown.String() != strings.Repeat("a [redacted] z\n", 3) {
			t.Errorf("%s: shown is %q", address, shown.String())
		}
	}
	redactor := &Redactor{}
	for _, address := range []string{"", "http://proxy.test:3128", "@proxy.test", "http://@proxy.test", "http://me:%zz@proxy.test"} {
		redactor.RegisterProxy(address)
	}
	const text = "me proxy.test 3128 http://"
	if got := redactor.Redact([]byte(text)); string(got) != text {
		t.Errorf("got %q", got)
	}
}
