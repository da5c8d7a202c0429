package output

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"keyctl/client"
	"keyctl/internal/errs"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// hostileTexts are what a console might send to deceive.
func hostileTexts() []string {
	return []string{
		"two\nlines", "back\rforth", "tab\tbed", "bell\a", "nul\x00", "del\x7f",
		"\x1b[31mred\x1b[0m", "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
		"c1\u009b31m", "c1\u0085next", "rlo\u202egnp.exe", "isolate\u2067x\u2069", "zero\u200bwidth", "joiner\u200d",
		"bom\ufeff", "soft\u00adhyphen", "line\u2028para\u2029", "tag\U000e0041\U000e007f", "filler\u3164", "vs\ufe0f",
		"broken\xff\xfe", "cut\xe2\x82", "surrogate\xed\xa0\x80", "overlong\xc0\x8a",
		"=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", " =1", "\u00a0=1", "\u3000＝1", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1",
		`quo"te`, `"`, `""`, "'", "a,b", `a,"b"`, "a;b", `back\slash`, `\u202e`, `\`, "`id`", "$(id)", "%s%n", "</script>",
		"", " ", "  both  ", "-", "never", "null", "~", "yes", "no", "on", "y", "1e3", "0x1f", "012", "1:30", "2026-01-01", "# not", "a: b", "- a", "[a]", "{a}", "*a", "&a", "!a", "|", ">", "%a", "?",
		"🚀 launch", "👩‍👩‍👧", "日本語の鍵", "ключ", "مفتاح", "e\u0301", "𝕂𝔼𝕐",
		strings.Repeat("long ", 100), strings.Repeat("長", 100),
	}
}

// hostileRow has a text wherever a console puts one.
func hostileRow(text string) Row {
	return Row{Profile: text, Console: text, Key: client.Key{
		ID: text, Name: text, Prefix: text, Status: client.Status(text),
		Scopes: []client.Scope{client.Scope(text), "inference"}, Unknown: []client.Field{client.Field(text)},
	}}
}

// assertSafe fails when a text would do more on a terminal than show itself.
// It doesn't rely on safetext.Hostile.
func assertSafe(t *testing.T, text string, allowed string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("not UTF-8: %q", text)
	}
	for _, r := range text {
		hidden := unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector) || r == 0x3164
		if hidden && !strings.ContainsRune(allowed, r) {
			t.Errorf("%U is raw in %q", r, text)
		}
	}
}

// withoutColor removes the escape sequences that this package itself writes.
func withoutColor(text string) string {
	return strings.NewReplacer("\x1b[0m", "", "\x1b[1m", "", "\x1b[2m", "", "\x1b[31m", "", "\x1b[33m", "").Replace(text)
}

// sampleRows are rows as consoles give them: all told, much untold, gone.
func sampleRows() []Row {
	return []Row{
		{"work", "remotegpu", client.Key{
			ID: "k1", Name: "ci-pipeline", Prefix: "rg_", Status: client.Active,
			Scopes:    []client.Scope{"inference", "kubernetes:all"},
			CreatedAt: now.Add(-2 * time.Hour), ExpiresAt: now.Add(72 * time.Hour), LastUsedAt: now.Add(-1500 * time.Millisecond),
		}},
		{"work", "remotegpu", client.Key{
			ID: "k2", Name: "日本語 鍵", Status: client.Revoked, CreatedAt: now.AddDate(0, 0, -83), RevokedAt: now.AddDate(0, 0, -3),
		}},
		{"work", "huddle01", client.Key{
			ID: "k3", Status: client.Disabled,
			Unknown: []client.Field{client.FieldScopes, client.FieldExpiresAt},
		}},
	}
}

// listed is a complete list as text.
func listed(t *testing.T, o Options, rows ...Row) string {
	t.Helper()
	var text bytes.Buffer
	list, err := NewList(&text, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := list.Add(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := list.Close(); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// aborted is a list that failed after some rows.
func aborted(t *testing.T, o Options, rows ...Row) string {
	t.Helper()
	var text bytes.Buffer
	list, err := NewList(&text, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := list.Add(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := list.Abort(); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func assertText(t *testing.T, got, want string) {
	t.Helper()
	if len(want) > 4000 && got != want {
		gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
		for i := range min(len(gotLines), len(wantLines)) {
			if gotLines[i] != wantLines[i] {
				t.Fatalf("line %d\ngot  %q\nwant %q", i, gotLines[i], wantLines[i])
			}
		}
	}
	if got != want {
		t.Errorf("got\n%s\nwant\n%s\ngot  %q\nwant %q", got, want, got, want)
	}
}

// assertUsage fails unless an error is of kind Usage, says what and hints at
// something.
func assertUsage(t *testing.T, err error, what, hint string) {
	t.Helper()
	failure, ok := err.(*errs.Error) //nolint:errorlint // it has to be the error itself
	if !ok || failure.Kind != errs.Usage {
		t.Fatalf("got %v, want a usage error", err)
	}
	if failure.What != what || !strings.Contains(failure.Hint, hint) {
		t.Errorf("got  %q, hint %q\nwant %q, hint with %q", failure.What, failure.Hint, what, hint)
	}
	assertSafe(t, failure.What+failure.Hint, "")
}
