package drun

import (
	"strings"
	"testing"
	"unicode/utf8"

	"keyctl/internal/secrets"
)

func TestAKeyIsNeverShownWhole(t *testing.T) {
	t.Parallel()
	for shown, want := range map[string]string{
		"":                              "",
		secret:                          "sk-x1VD…7ucU",
		" " + secret + "\n":             "sk-x1VD…7ucU",
		secret[:16]:                     "sk-x1",
		"sk-short":                      "sk",
		"ab":                            "",
		"sk-x1VD****7ucU":               "sk-x1VD…7ucU",
		"sk-x1VD...7ucU":                "sk-x1VD…7ucU",
		"sk-x1VD..7ucU":                 "sk-x1VD…7ucU",
		"sk-x1VD.....7ucU":              "sk-x1VD…7ucU",
		"sk-x1VD…7ucU":                  "sk-x1VD…7ucU",
		"sk-x1VD••••7ucU":               "sk-x1VD…7ucU",
		"sk-x1VD●7ucU":                  "sk-x1VD…7ucU",
		"sk-x1VD****":                   "sk-x1VD",
		"sk-****":                       "sk-",
		"****7ucU":                      "…7ucU",
		"********":                      "",
		"...":                           "",
		"sk-x1**AFB7**7ucU":             "sk-x1…7ucU",
		"*" + secret:                    "…7ucU",
		secret + "*":                    "sk-x1VDTAFB7",
		secret[:30] + "*" + secret[30:]: "sk-x1VDTAFB7…7ucU",
		"eyJhbGciOi.eyJzdWIiOiJ5b3Ui.c2lnbmF0dXJl": "eyJhbGc…dXJl",
		"密钥密钥密钥****密钥密钥":                           "密钥密钥…钥",
	} {
		got := masked(shown)
		if got != want || len(got) > mostHead+len("…")+mostTail || !utf8.ValidString(got) {
			t.Errorf("%q: got %q, want %q", shown, got, want)
		}
	}
}

// TestAMaskedKeyIsRecognised by those who hold its secret.
func TestAMaskedKeyIsRecognised(t *testing.T) {
	t.Parallel()
	for shown, want := range map[string]int{
		"sk-x1VD****7ucU": 8, secret: 8, "sk-****": 0, "****7ucU": 4, "sk-x1VD****": 4,
	} {
		if told, ok := secrets.Tells(secrets.New(secret), masked(shown), keyPrefix); !ok || told != want {
			t.Errorf("%s, shown as %s, tells %d, %t", shown, masked(shown), told, ok)
		}
	}
	if _, ok := secrets.Tells(secrets.New(secret), masked("sk-x1VD****7ucX"), keyPrefix); ok {
		t.Error("another key is taken for it")
	}
}

func FuzzMasked(f *testing.F) {
	for _, seed := range []string{secret, "sk-x1VD****7ucU", "a..b…c", "…", "密钥**密钥"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, shown string) {
		got := masked(shown)
		text := strings.ReplaceAll(got, "…", "")
		isWhole := !strings.Contains(shown, "..") && !strings.ContainsAny(shown, maskMarks)
		if len(text) > mostHead+mostTail || isWhole && (len(text) > wholeHead+mostTail || len(text) > len(shown)/3) {
			t.Errorf("%q became %q", shown, got)
		}
	})
}
