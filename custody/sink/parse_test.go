package sink

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keyctl/custody"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// fake is a sink and a keyring that does nothing.
type fake struct{ custody.Sink }

func (fake) Name() string                                        { return "stdout" }
func (fake) Check(context.Context) error                         { return nil }
func (fake) Get(context.Context, string) (secrets.Secret, error) { return secrets.Secret{}, nil }
func (fake) Set(context.Context, string, secrets.Secret) error   { return nil }
func tools() Tools                                               { return Tools{Stdout: fake{}, Keyring: fake{}} }

func TestEachKindIsParsed(t *testing.T) {
	t.Parallel()
	for word, name := range map[string]string{
		"stdout":                       "stdout",
		"file:/run/key":                "file:/run/key",
		"file:a:b#c":                   "file:a:b#c",
		"file:./~":                     "file:./~",
		"file:\x1b[2J":                 `file:\u001b[2J`,
		"env:.env#API_KEY":             "env:.env#API_KEY",
		"env:a#b/.env#_x1":             "env:a#b/.env#_x1",
		"keyring:deploy key":           "keyring:deploy key",
		"exec:cat":                     "exec:cat",
		"exec: pass insert -m deploy ": "exec:pass …",
		"exec:curl -H " + secret:       "exec:curl …",
		"exec:./my' 'tool":             "exec:./my tool",
	} {
		got, err := Parse(word, tools())
		if err != nil || got.Name() != name {
			t.Errorf("%q: got %v, %v", word, got, err)
		}
	}
}

func TestWhatIsNoPlaceIsRefused(t *testing.T) {
	t.Parallel()
	for word, says := range map[string]string{
		"":                                    "is empty",
		"fil:/run/key":                        `"fil" is no kind`,
		"File:x":                              `"File" is no kind`,
		"/run/key":                            `"/run/key" is no kind`,
		secret:                                "is of no kind",
		secret + ":x":                         "is of no kind",
		"\x1b[2J:x":                           "is no kind",
		"stdout:":                             "takes nothing",
		"stdout:" + secret:                    "takes nothing",
		"file":                                "doesn't say which",
		"file:":                               "has no path",
		"file:-":                              "is no file",
		"file:~/key":                          "no shell puts your home there",
		"file:~":                              "no shell",
		"file:a\x00b":                         "holds a NUL",
		"file:/run/":                          "is that of a folder",
		"file:.":                              "is that of a folder",
		"file:a/..":                           "is that of a folder",
		"env":                                 "doesn't say which",
		"env:.env":                            "doesn't say which variable",
		"env:.env#":                           "no name of a variable",
		"env:.env#1A":                         "no name of a variable",
		"env:.env#A B":                        "no name of a variable",
		"env:.env#A=" + secret:                "no name of a variable",
		"env:.env#Ä":                          "no name of a variable",
		"env:#A":                              "has no path",
		"env:~/.env#A":                        "no shell",
		"env:-#A":                             "is no file",
		"env:dir/#A":                          "is that of a folder",
		"keyring":                             "doesn't say which",
		"keyring:":                            "has no name",
		"keyring: a":                          "begins or ends with a space",
		"keyring:a\nb":                        "control or invisible",
		"keyring:\u202e":                      "control or invisible",
		"keyring:\xff":                        "control or invisible",
		"keyring:" + strings.Repeat("x", 256): "too long",
		"exec":                                "doesn't say which",
		"exec:":                               "has no command",
		"exec:  ":                             "has no command",
		"exec:'' a":                           "has no command",
		"exec:TOKEN=" + secret + " curl":      "begins with a variable",
		"exec:cat 'a\x00'":                    "holds a NUL",
		"exec:cat > x":                        `would not take ">" literally`,
		"exec:cat $HOME":                      `would not take "$" literally`,
	} {
		_, err := Parse(word, tools())
		refused(t, word, err, errs.Usage, says)
	}
	_, err := Parse("fil:x", tools())
	if e := err.(*errs.Error); !strings.Contains(e.Hint, `did you mean "file"?`) || !strings.Contains(e.Hint, "env:PATH#NAME") {
		t.Errorf("got the hint %q", e.Hint)
	}
	for _, word := range []string{".env", "/run/key", "./a", "~/.config/deploy/key", `C\key`} {
		_, err := Parse(word, tools())
		if e := err.(*errs.Error); !strings.HasPrefix(e.Hint, "for a file write file:PATH, for a line of a dotenv file env:PATH#NAME") {
			t.Errorf("%s: got the hint %q", word, e.Hint)
		}
	}
	for _, word := range []string{"stdout", "keyring:a"} {
		_, err := Parse(word, Tools{})
		refused(t, word, err, errs.Usage, "there is no")
	}
}

func TestTheSamePlaceTwiceIsRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.Symlink(folder, folder+".link"); err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(folder, name) }
	for _, words := range [][]string{
		{"stdout", "stdout"},
		{"file:a", "file:./a"},
		{"file:a", "stdout", "file:b/../a"},
		{"file:" + at("a"), "file:" + folder + ".link/a"},
		{"env:.env#A", "env:./.env#A"},
		{"env:.env#A", "file:.env"},
		{"file:.env", "env:.env#B"},
		{"keyring:a", "keyring:a"},
		{"exec:pass insert x", "exec: pass  'insert' x"},
	} {
		_, err := ParseAll(words, tools())
		refused(t, strings.Join(words, " "), err, errs.Usage, "are the same place")
	}
	for _, words := range [][]string{
		nil, {"stdout"}, {"env:.env#A", "env:.env#B"}, {"file:a", "file:b"}, {"keyring:a", "file:a"}, {"exec:tee a", "exec:tee b"},
	} {
		if got, err := ParseAll(words, tools()); err != nil || len(got) != len(words) {
			t.Errorf("%q: got %d, %v", words, len(got), err)
		}
	}
	_, err := ParseAll([]string{"stdout", "nowhere:x"}, tools())
	refused(t, "one is wrong", err, errs.Usage, "no kind")
}

func TestEachKindSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		if kind.Name == "" || kind.What == "" || kind.Needs == "" || kind.Open == nil || !strings.HasPrefix(kind.Form(), kind.Name) {
			t.Errorf("%s lacks something", kind.Name)
		}
	}
}
