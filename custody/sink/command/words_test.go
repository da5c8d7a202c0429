package command

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"keyctl/internal/errs"
)

func wordSamples() map[string][]string {
	return map[string][]string{
		"":                        nil,
		" \t ":                    nil,
		"a":                       {"a"},
		"  a\tb  c ":              {"a", "b", "c"},
		"'' \"\"":                 {"", ""},
		"a''b\"\"c":               {"abc"},
		"'a b'\"c d\"e":           {"a bc de"},
		`a\ b`:                    {"a b"},
		`\a\\b\'\"`:               {`a\b'"`},
		`'a\b'`:                   {`a\b`},
		`"a\b\$\"\\"`:             {`a\b$"\`},
		"\"a\\\nb\" c\\\nd \\\ne": {"ab", "cd", "e"},
		"'a\nb' \"c\nd\"":         {"a\nb", "c\nd"},
		`'it'\''s'`:               {"it's"},
		`"it's"`:                  {"it's"},
		`'$HOME' '*' '~' ';|&<>()#' "~" "*;|&<>()#"`: {"$HOME", "*", "~", ";|&<>()#", "~", "*;|&<>()#"},
		`\$HOME \* \~ \; \# \~`:                      {"$HOME", "*", "~", ";", "#", "~"},
		"value=- a@b a#b a~ @ %1 a:b":                {"value=-", "a@b", "a#b", "a~", "@", "%1", "a:b"},
		"''#a ''~":                                   {"#a", "~"},
		"op://vault/item!x ^ é€ \x80":                {"op://vault/item!x", "^", "é€", "\x80"},
	}
}

func TestWordsAreSplitAsAShellSplitsThem(t *testing.T) {
	t.Parallel()
	for text, want := range wordSamples() {
		got, err := splitWords(text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
		asTheShell(t, text, got)
	}
}

func TestWhatAShellWouldNotTakeLiterallyIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"$", "a$b", "`id`", "*", "a?", "[a]", "~", "~root", "a=~/b", "a;b", "a | b", "a&", "a>b", "a<b", "(a)", "#", "a #b", "a\nb", "a\r",
		`"$HOME"`, "\"`id`\"", "'a", `"a`, `a\`, `"a\"`, "\"a\\", "'", `"`, "a\x00",
	} {
		got, err := splitWords(text)
		refused(t, text, err, errs.Usage, "")
		if got != nil {
			t.Errorf("%q: got %q", text, got)
		}
	}
}

// asTheShell fails unless the real sh splits a text in the same way.
func asTheShell(t *testing.T, text string, words []string) {
	t.Helper()
	if len(words) == 0 {
		return // printf would print an empty word
	}
	said, err := exec.CommandContext(t.Context(), "sh", "-c", `printf '%s\0' `+text).Output()
	if err != nil || string(said) != strings.Join(words, "\x00")+"\x00" {
		t.Errorf("%q: sh gives %q, %v, and we %q", text, said, err, words)
	}
}

func FuzzWords(f *testing.F) {
	for text := range wordSamples() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words, err := splitWords(text)
		if err != nil {
			refused(t, text, err, errs.Usage, "")
			return
		}
		var again strings.Builder
		for _, word := range words {
			again.WriteString(" '" + strings.ReplaceAll(word, "'", `'\''`) + "'")
		}
		if got, err := splitWords(again.String()); err != nil || !slices.Equal(got, words) {
			t.Errorf("%q: got %q, then %q, %v", text, words, got, err)
		}
		// Braces are expanded by some shells that call themselves sh.
		if !strings.Contains(text, "\x00") && !strings.ContainsAny(text, "{}") {
			asTheShell(t, text, words)
		}
	})
}
