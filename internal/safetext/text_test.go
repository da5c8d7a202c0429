package safetext

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHostileTextIsEscaped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain": "plain", "": "", "é 鍵 🔑": "é 鍵 🔑", `back\slash`: `back\slash`,
		"a\x1b[2J": `a\u001b[2J`, "a\nb\tc\rd": `a\nb\tc\rd`, "\x00": `\u0000`, "\x7f": `\u007f`, "\u009b": `\u009b`, "\u202e": `\u202e`, "\u2066\u2069": `\u2066\u2069`,
		"\u200b\u200d\ufeff": `\u200b\u200d\ufeff`, "\xff\xfe": `\xff\xfe`, "\U000e0041": `\U000e0041`,
		"\u2065": `\u2065`, "\U000e0080": `\U000e0080`, "\U000e0fff": `\U000e0fff`, "\u2800": `\u2800`, "\ufff0\ufff8": `\ufff0\ufff8`, "\u2801\uffef\U000e1000": "\u2801\uffef\U000e1000", "\u2028": `\u2028`, "a\xc3": `a\xc3`, "\ufffd": "\ufffd",
	} {
		if got := Printable(text); got != want || Printable(got) != got {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestAQuoteFitsALine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a": `"a"`, "": `""`, `say "x"`: `"say \"x\""`, "\x1b": `"\u001b"`, strings.Repeat("é", 80): `"` + strings.Repeat("é", 80) + `"`, strings.Repeat("é", 81): `"` + strings.Repeat("é", 80) + `"…`,
	} {
		if got := Quote(text); got != want {
			t.Errorf("%q: got %s", text, got)
		}
	}
}

func FuzzPrintable(f *testing.F) {
	for _, seed := range []string{"a", "\x1b[2J", "\u202e\u2066", "\xff", "🔑\ufe0f", "\u2028"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Printable(text)
		if strings.ContainsFunc(got, Hostile) || !utf8.ValidString(got) || Printable(got) != got || len(got) < len(text) {
			t.Errorf("%q became %q", text, got)
		}
		if quoted := Quote(text); strings.ContainsFunc(quoted, Hostile) || len(quoted) > 12*quoteLimit {
			t.Errorf("%q was quoted as %q", text, quoted)
		}
	})
}
