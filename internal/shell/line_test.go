package shell

import (
	"slices"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]Line{
		``:                       {Words: []string{""}},
		`keyctl`:                 {Words: []string{"keyctl"}},
		`keyctl `:                {Words: []string{"keyctl", ""}},
		"a  b\tc\nd":             {Words: []string{"a", "b", "c", "d"}},
		`a 'b c' "d e" f\ g`:     {Words: []string{"a", "b c", "d e", "f g"}},
		`a ''`:                   {Words: []string{"a", ""}},
		`a '' `:                  {Words: []string{"a", "", ""}},
		`a 'b`:                   {Words: []string{"a", "b"}, Quote: '\''},
		`a "b c`:                 {Words: []string{"a", "b c"}, Quote: '"'},
		`a b'c'"d"\e`:            {Words: []string{"a", "bcde"}},
		`a "b'c" 'd"e'`:          {Words: []string{"a", "b'c", `d"e`}},
		`a "\"\\\$\x" '\x'`:      {Words: []string{"a", `"\$\x`, `\x`}},
		`a b\`:                   {Words: []string{"a", "b"}},
		`a $(b c) d`:             {Words: []string{"a", "$(b c)", "d"}},
		`a $(b (c) ")" d`:        {Words: []string{"a", `$(b (c) ") d`}, Quote: '"'},
		`a "$(b "c d")" e`:       {Words: []string{"a", `$(b "c d")`, "e"}},
		"a `b c` d":              {Words: []string{"a", "`b c`", "d"}},
		"a `b c":                 {Words: []string{"a", "`b c"}},
		`a $(b c`:                {Words: []string{"a", "$(b c"}},
		`a <(b c) d`:             {Words: []string{"a", "<(b c)", "d"}},
		`a >b`:                   {Words: []string{"a", "b"}, File: true},
		`a > `:                   {Words: []string{"a", ""}, File: true},
		`a 2>b c`:                {Words: []string{"a", "c"}},
		`a b>c d`:                {Words: []string{"a", "b", "d"}},
		`a &>b <c d`:             {Words: []string{"a", "d"}},
		`a >>b c`:                {Words: []string{"a", "c"}},
		`a '>b' \>c`:             {Words: []string{"a", ">b", ">c"}},
		`a $HOME ~ *`:            {Words: []string{"a", "$HOME", "~", "*"}},
		`keyctl show Schlüssel\`: {Words: []string{"keyctl", "show", "Schlüssel"}},
	} {
		if got := Read(line); !slices.Equal(got.Words, want.Words) || got.Quote != want.Quote || got.File != want.File {
			t.Errorf("%q is read as %+v, want %+v", line, got, want)
		}
	}
}

// Whatever is quoted in one of the ways that shells have is read as it was.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", "plain", "two words", "$(touch pwned)", "a'b\"c\\d`e", "\x00\xff", "(", "> <", "ü"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		Read(text) // doesn't hang or panic
		quoted := map[string]string{
			"single quotes": "'" + strings.ReplaceAll(text, "'", `'\''`) + "'",
			"double quotes": `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`, `$`, `\$`, "`", "\\`").Replace(text) + `"`,
		}
		for how, word := range quoted {
			line := Read("keyctl " + word + " next")
			if len(line.Words) != 3 || line.Words[1] != text || line.Words[2] != "next" || line.Quote != 0 || line.File {
				t.Errorf("in %s, %q is read as %+v", how, text, line)
			}
		}
	})
}
