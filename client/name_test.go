package client

import (
	"net/url"
	"strings"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

func TestAnIDStaysInItsPlace(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"ak_abc123", "7c1e2d3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f", "a", "12", "a.b", "..a", "a:b", "user@host", "~a", "-", strings.Repeat("a", 128)} {
		if err := CheckID(id); err != nil {
			t.Errorf("%q: %v", id, err)
		}
	}
	for _, id := range []string{
		"", ".", "..", "...", "../billing", "a/b", "/", `a\b`, "a?x", "a#b", "%2e%2e", "a%2fb", "a b", " a", "a\n", "a\x00", "\x1b[2J", "a;b", "a&b", "a=b", "a+b",
		"é", "a\u202eb", "a\u200bb", "\xff", "а", "a*", "$(id)", "`id`", "a'b", `a"b`, "<a>", strings.Repeat("a", 129), strings.Repeat(".", 128),
	} {
		err := CheckID(id)
		if errs.KindOf(err) != errs.Usage || safetext.Printable(err.Error()) != err.Error() || len(err.Error()) > 700 {
			t.Errorf("%q: got %v", id, err)
		}
	}
}

func TestNamesThatDeceiveAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"ci", "CI/CD Pipeline", "🔑", "👩‍💻 laptop", "❤️", strings.Repeat("x", 64), strings.Repeat("🔑", 64), "ключ", "鍵", "نام", "می‌خواهم", "a=b;c", "../billing", "%", `"`, "-x", "日本語 キー",
	} {
		if err := CheckName(name, 64); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for name, want := range map[string]string{
		"": "blank", " ": "blank", "\t\n": "blank", "\u3000": "blank", strings.Repeat("x", 65): "has 65 characters", strings.Repeat("🔑", 65): "has 65 characters",
		" a": "begins or ends", "a\u00a0": "begins or ends", "a\x1b[2Jb": "control", "a\u202eb": "bidi", "\u2066a": "bidi", "a\u200bb": "invisible", "\ufeffa": "invisible", "a\nb": "control",
		"a\x7fb": "control", "a\u009bb": "control", "a\u00adb": "invisible", "a\U000e0041b": "invisible", "\xff": "UTF-8", "\u3164": "invisible", "a\u2028b": "control",
	} {
		err := CheckName(name, 64)
		if errs.KindOf(err) != errs.Usage || !strings.Contains(err.Error(), want) || safetext.Printable(err.Error()) != err.Error() {
			t.Errorf("%q: got %v, want %q", name, err, want)
		}
	}
}

func FuzzCheckID(f *testing.F) {
	for _, seed := range []string{"ak_abc123", "..", "a%2fb", "a?b", "a:b@c~d", "..a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if CheckID(id) != nil {
			return
		}
		parsed, err := url.Parse("https://console.example/v1/keys/" + id + "/revoke")
		if err != nil || parsed.Path != "/v1/keys/"+id+"/revoke" || parsed.EscapedPath() != parsed.Path || parsed.RawQuery != "" || parsed.Host != "console.example" {
			t.Errorf("%q became %v, %v", id, parsed, err)
		}
		if joined := parsed.JoinPath("x").Path; joined != "/v1/keys/"+id+"/revoke/x" {
			t.Errorf("%q became %s", id, joined)
		}
	})
}
