package secrets

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const sampleSecret = "tk_0123456789abcdef0123456789abcdef"

// holder has secrets wherever an encoder or fmt may look.
type holder struct {
	Public  Secret
	private Secret
	Pointer *Secret
	List    []Secret
	Map     map[string]Secret
	nested  struct{ inner struct{ Secret Secret } }
	any     any
}

func newHolder() holder {
	secret := New(sampleSecret)
	h := holder{
		Public: secret, private: secret, Pointer: &secret, List: []Secret{secret}, Map: map[string]Secret{"a": secret},
		any: []any{secret, struct{ Secret Secret }{secret}, map[string]any{"x": &secret}},
	}
	h.nested.inner.Secret = secret
	return h
}

// leaks reports a secret in a text, as it is, in hex, or as a list of bytes.
func leaks(t *testing.T, what, text string) {
	t.Helper()
	for _, form := range []string{sampleSecret, sampleSecret[3:20], fmt.Sprintf("%x", sampleSecret[3:20]), fmt.Sprint([]byte(sampleSecret[3:20]))} {
		if strings.Contains(strings.ToLower(text), strings.ToLower(form)) {
			t.Errorf("%s shows the secret: %s", what, text)
		}
	}
}

func TestASecretIsHiddenFromEveryVerb(t *testing.T) {
	t.Parallel()
	h := newHolder()
	secret := New(sampleSecret)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "%t", "%b", "%c", "%o", "%U", "%e", "%g", "% x", "%#x", "%#q", "%100s", "%.3s", "%-5v", "%z", "%!"} {
		for _, value := range []any{secret, &secret, h, &h, []any{h}} {
			leaks(t, verb, fmt.Sprintf(verb, value))
		}
	}
	if got := fmt.Sprintf("%v %s %q %#v %d", secret, secret, secret, secret, secret); got != "[redacted] [redacted] [redacted] [redacted] [redacted]" {
		t.Errorf("got %s", got)
	}
	leaks(t, "errors", fmt.Errorf("wrapped %v: %w", secret, errors.New(secret.String())).Error())
	leaks(t, "an error", fmt.Errorf("with %v, %v and %+v", secret, h, &h).Error())
}

func TestASecretIsHiddenFromEveryEncoder(t *testing.T) {
	t.Parallel()
	h := newHolder()
	inJSON, err := json.Marshal(h)
	if err != nil || strings.Count(string(inJSON), Redacted) != 4 {
		t.Errorf("json: %s, %v", inJSON, err)
	}
	leaks(t, "json", string(inJSON))
	inYAML, err := yaml.Marshal(h)
	if err != nil || !strings.Contains(string(inYAML), Redacted) {
		t.Errorf("yaml: %s, %v", inYAML, err)
	}
	leaks(t, "yaml", string(inYAML))
	inXML, err := xml.Marshal([]Secret{h.Public, h.Public})
	if err != nil || strings.Count(string(inXML), Redacted) != 2 {
		t.Errorf("xml: %s, %v", inXML, err)
	}
	leaks(t, "xml", string(inXML))
	var inGob bytes.Buffer
	err = gob.NewEncoder(&inGob).Encode(struct{ Name, Value Secret }{h.Public, h.Public})
	leaks(t, "gob", fmt.Sprint(inGob.String(), err))
}

func TestASecretIsHiddenFromLoggers(t *testing.T) {
	t.Parallel()
	h := newHolder()
	var out bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(handler).With("with", h.Public).Info("message", "secret", h.Public, "pointer", h.Pointer, "holder", h, "any", h.any,
			slog.Group("group", "inner", h.private), "error", fmt.Errorf("%v", h))
	}
	log.New(&out, "", 0).Println(h, &h, h.Public)
	leaks(t, "a log", out.String())
	if strings.Count(out.String(), Redacted) < 10 {
		t.Errorf("got %s", out.String())
	}
}

func TestTheZeroSecretIsEmpty(t *testing.T) {
	t.Parallel()
	var zero Secret
	if !zero.IsZero() || zero.Reveal() != "" || fmt.Sprint(zero) != Redacted || !New("").IsZero() || New("x").IsZero() {
		t.Error("the zero secret is not empty")
	}
}
