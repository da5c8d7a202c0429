package shell

import (
	"slices"
	"strings"
	"testing"
)

func choices(texts ...string) []Choice {
	var choices []Choice
	for _, text := range texts {
		text, about, _ := strings.Cut(text, "|")
		choices = append(choices, Choice{text, about})
	}
	return choices
}

func TestReplies(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		what    string
		bash    Bash
		choices []Choice
		want    []string
	}{
		{"one", Bash{Line: "k sh", Word: "sh"}, choices("show|a key"), []string{"show"}},
		{"others don't fit", Bash{Line: "k sh", Word: "sh"}, choices("show", "scope", "SHow"), []string{"show"}},
		{"behind a sign that breaks words", Bash{Line: "k --scope=kub", Word: "kub"}, choices("--scope=kubernetes:all"), []string{"kubernetes:all"}},
		{"behind two", Bash{Line: "k --scope=kubernetes:a", Word: "a"}, choices("--scope=kubernetes:all"), []string{"all"}},
		{"right behind it", Bash{Line: "k --scope=", Word: ""}, choices("--scope=all", "--scope=inference"), []string{"all", "inference"}},
		{"no sign breaks words", Bash{Line: "k kubernetes:a", Word: "kubernetes:a"}, choices("kubernetes:all"), []string{"kubernetes:all"}},
		{"a space is escaped", Bash{Line: "k C", Word: "C"}, choices("CI/CD Pipeline"), []string{`CI/CD\ Pipeline`}},
		{"it is escaped already", Bash{Line: `k CI\ C`, Word: `CI\ C`}, choices("CI CD"), []string{`CI\ CD`}},
		{"within quotes it is not", Bash{Line: "k 'CI/C", Word: "CI/C"}, choices("CI/CD Pipeline"), []string{"CI/CD Pipeline"}},
		{"quotes that begin late", Bash{Line: `k CI/"CD P`, Word: "CD P"}, choices("CI/CD Pipeline"), []string{"CD Pipeline"}},
		{"closed quotes", Bash{Line: `k 'CI/CD P'i`, Word: `'CI/CD P'i`}, choices("CI/CD Pipeline"), []string{`CI/CD\ Pipeline`}},
		{"within quotes nothing stands behind", Bash{Line: "k 'a", Word: "a", Width: 80}, choices("a b|x", "a c|y"), []string{"a b", "a c"}},
		{"described", Bash{Line: "k ", Width: 80}, choices("a b|first", "abcdef|second", "c"), []string{`a\ b    (first)`, "abcdef  (second)", "c"}},
		{"no room", Bash{Line: "k ", Width: 20}, choices("a|first", "abcdef|second"), []string{"a", "abcdef"}},
		{"little room", Bash{Line: "k ", Width: 30}, choices("abcdef|as long as it gets, and longer", "b|x"), []string{"abcdef  (as long as it gets…)", "b       (x)"}},
		{"a menu has no descriptions", Bash{Line: "k ", Menu: true, Width: 80}, choices("a|first", "b|second"), []string{"a", "b"}},
		// What two replies have in common goes into the line as it stands.
		{"twice", Bash{Line: "k ", Width: 80}, choices("a|$(touch pwned)", "a|$(touch pwned)"), []string{"a"}},
		{"hostile", Bash{Line: "k ", Width: 80}, choices("$(touch pwned)|x", "a;b|x", "ok"), []string{"ok"}},
		{"a word that is something else", Bash{Line: "k show", Word: "list"}, choices("show"), nil},
		{"none", Bash{Line: "k x", Word: "x"}, choices("show"), nil},
	} {
		if got := test.bash.Replies(test.choices); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
}

// The beginning that replies share is itself harmless, whatever the
// descriptions are.
func FuzzReplies(f *testing.F) {
	f.Add("ab", "abc", "$(touch pwned)", ";x", "k ", 80)
	f.Add("a", "a b", "`x`", "`x`", "k 'a", 40)
	f.Fuzz(func(t *testing.T, first, second, about, other, line string, width int) {
		line = "k " + strings.TrimPrefix(line, "k ")
		read := Read(line)
		replies := Bash{Line: line, Word: read.Words[len(read.Words)-1], Width: width}.Replies([]Choice{{first, about}, {second, other}})
		if len(replies) == 0 {
			return
		}
		shared := replies[0]
		for _, reply := range replies[1:] {
			for !strings.HasPrefix(reply, shared) {
				shared = shared[:len(shared)-1]
			}
		}
		for _, r := range strings.ToValidUTF8(shared, "") {
			if special(r) && r != '\\' {
				t.Errorf("%q share %q", replies, shared)
			}
		}
	})
}
