package client

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
	namespace := "5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a"
	raw := `{"data":{"id":"` + id + `","name":"` + name + `","key_prefix":"` + prefix + `","created_at":"2026-04-03T10:00:00Z",
		"namespace_ids":["` + namespace + `"],"unheard_of":"` + testSecret + `","second":"sk_live_0123456789"`
	var r Redactor
	RegisterTexts(&r, NewSecret(raw))
	got := string(r.Redact([]byte(strings.Join([]string{id, name, namespace, "2026-04-03T10:00:00Z", testSecret, "sk_live_0123456789"}, " "))))
	if want := strings.Join([]string{id, name, namespace, "2026-04-03T10:00:00Z", redacted, redacted}, " "); got != want {
		t.Errorf("got %s", got)
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
