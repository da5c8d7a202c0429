package dotenv

import (
	"bytes"
	"strings"
	"testing"

	"keyctl/internal/errs"
)

func TestOneLineIsAddedOrReplaced(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"":                              "KEY=new\n",
		"A=1\n":                         "A=1\nKEY=new\n",
		"A=1":                           "A=1\nKEY=new\n",
		"A=1\r\nB=2":                    "A=1\r\nB=2\r\nKEY=new\r\n",
		"A=1\r\n":                       "A=1\r\nKEY=new\r\n",
		"KEY=old":                       "KEY=new",
		"KEY=":                          "KEY=new",
		"KEY=\n":                        "KEY=new\n",
		"KEY=old\r\nB=2\r\n":            "KEY=new\r\nB=2\r\n",
		"A=1\nKEY=old\nB=2":             "A=1\nKEY=new\nB=2",
		"  export KEY=old\n":            "  export KEY=new\n",
		"\texport\t KEY='old'\t\n":      "\texport\t KEY=new\t\n",
		"KEY = old\n":                   "KEY=new\n",
		"KEY='o l d' # rotate\r\nB=2\n": "KEY=new # rotate\r\nB=2\n",
		"KEY= # empty\n":                "KEY=new # empty\n",
		"KEY=a#b\n":                     "KEY=new\n",
		"KEY=\"a # b\" # c\n":           "KEY=new # c\n",
		"KEY=\"a\\\"b\"\nB=2\n":         "KEY=new\nB=2\n",
		"KEY=a'b c'd # 'e\nB=2\n":       "KEY=new # 'e\nB=2\n",
		"# KEY=old\n#KEY=old":           "# KEY=old\n#KEY=old\nKEY=new\n",
		"MY_KEY=old\nKEYS=old\nkey=old\nexport KEY\n": "MY_KEY=old\nKEYS=old\nkey=old\nexport KEY\nKEY=new\n",
		"A='\nKEY=inner\n'\nKEY=old\n":                "A='\nKEY=inner\n'\nKEY=new\n",
		"A=\"\nKEY=inner\\\"\nKEY=x\n\"\n":            "A=\"\nKEY=inner\\\"\nKEY=x\n\"\nKEY=new\n",
		"A=`\nKEY=inner\n`\n":                         "A=`\nKEY=inner\n`\nKEY=new\n",
		"\ufeffA=1\nKEY=old":                          "\ufeffA=1\nKEY=new",
		"a-b.c=x y z\nD = 1\nexport E F\nexport G='h\n i' # j\nK=http://l?m&n=o;p\n": "a-b.c=x y z\nD = 1\nexport E F\nexport G='h\n i' # j\nK=http://l?m&n=o;p\nKEY=new\n",
		"# it's\nKEY=old\n# it's\n":         "# it's\nKEY=new\n# it's\n",
		"A=b # it's\nKEY=old\nC=d # it's\n": "A=b # it's\nKEY=new\nC=d # it's\n",
		"# \xff\x1b[2J\nKEY=old\n\n\n  ":    "# \xff\x1b[2J\nKEY=new\n\n\n  ",
		"\n\nA=1\n\n":                       "\n\nA=1\n\nKEY=new\n",
	} {
		got, err := Set([]byte(content), "KEY", "new")
		if err != nil || string(got) != want {
			t.Errorf("%q: got %q, %v, want %q", content, got, err, want)
			continue
		}
		if value, found, err := Get(got, "KEY"); err != nil || !found || value != "new" {
			t.Errorf("%q: reads %q, %v", got, value, err)
		}
	}
}

func TestAFileThatALineCannotChangeIsRefused(t *testing.T) {
	t.Parallel()
	for content, says := range map[string]string{
		"KEY=a\nKEY=b\n":                    "defines \"KEY\" 2 times",
		"KEY=a\nexport KEY=b\nKEY=c":        "3 times",
		"KEY='a\nb'\n":                      "spans several lines",
		"KEY=\"a\r\nb\"\r\n":                "spans several lines",
		"A='b\nKEY=old\n":                   "never closed",
		"KEY=\"old\n":                       "never closed",
		"KEY=old\nA=\"b\\\"\n":              "never closed",
		"KEY=old\n\x00":                     "holds a NUL",
		"K\x00E\x00Y\x00=\x00":              "holds a NUL",
		"A=it's\nKEY=old\nB=it's\n":         "not all readers",
		"A=b\"c\nKEY=old\nd\"\n":            "line 3 of it",
		"A=C:\\\nKEY=old\n":                 "not all readers",
		"KEY=a\\\nb\n":                      "line 2 of it",
		"KEY=a'b\nc'\n":                     "line 2 of it",
		"A=it's\nKEY=old\nB=2":              "not all readers",
		"KEY=it's\n":                        "not all readers",
		"A=1\nKEY=old; export KEY\n":        "more stands behind",
		"KEY=old&\n":                        "more stands behind",
		"KEY='old' more # c\n":              "more stands behind",
		"KEY=$(pass show a)\n":              "more stands behind",
		"A=1\nreadonly KEY=old\n":           "line 2 of it",
		"A='\n'\ncat <<END\nKEY=old\nEND\n": "line 3 of it",
		"echo \"\nKEY=old\n\"\n":            "line 1 of it",
		"# a\n\nexit 0\nKEY=old\n":          "line 3 of it",
		"KEY=old\nexport $(cat a)\n":        "line 2 of it",
		"\ufeffKEY=old\n":                   "byte order mark",
		"\ufeffexport KEY=old\n":            "byte order mark",
		"\ufeff":                            "would not agree",
	} {
		got, err := Set([]byte(content), "KEY", "new")
		refused(t, content, err, errs.Failed, says)
		if got != nil {
			t.Errorf("%q: got %q", content, got)
		}
	}
}

func TestAValueIsWrittenAsReadersAgreeOn(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		secret: secret, "a": "a", "%+,@:=._/-": "%+,@:=._/-",
		"a b": "'a b'", "#a": "'#a'", "~a": "'~a'", "$a": "'$a'", "a`b`": "'a`b`'", `a"b`: `'a"b'`, `a\b`: `'a\b'`, "é": "'é'", "a;b&c|d": "'a;b&c|d'", "*": "'*'", " ": "' '",
		"it's": `"it's"`, "a' #b": `"a' #b"`,
	} {
		if got, err := writeValue(value); err != nil || got != want {
			t.Errorf("%q: got %s, %v, want %s", value, got, err, want)
		}
	}
	for _, value := range []string{"", "a\nb", "a\r", "a\x00", "\x1b", "\x7f", "\xff", "a\u2028b", `it's $5`, `it's "x"`, "it's `x`", `it's \`, `a\`, `a\\b`, `wait, it's!`} {
		got, err := writeValue(value)
		refused(t, value, err, errs.Failed, "secret")
		if got != "" {
			t.Errorf("%q: got %q", value, got)
		}
	}
}

// FuzzDotenv: everything but one line stays as it was, and what was written is
// read back.
func FuzzDotenv(f *testing.F) {
	for _, content := range []string{"", "A=1\r\nKEY='x' # y\r\n", "\ufeffexport KEY=\"a\\\"b\"", "A='\nKEY=x\n'", "A=it's\nKEY=o", "KEY=a\\ #b\\\n"} {
		f.Add([]byte(content), secret)
		f.Add([]byte(content), "it's")
	}
	f.Fuzz(func(t *testing.T, content []byte, value string) {
		before := bytes.Clone(content)
		got, err := Set(content, "KEY", value)
		if !bytes.Equal(content, before) {
			t.Fatal("the content given was changed")
		}
		if err != nil {
			refused(t, "refused", err, errs.Failed, "")
			return
		}
		old, err := findDefinition(content, "KEY")
		if err != nil {
			t.Fatal(err)
		}
		written, _ := writeValue(value)
		switch line := "KEY=" + written; {
		case old == nil:
			added, ok := bytes.CutPrefix(got, content)
			if text := strings.TrimSpace(string(added)); !ok || text != line || strings.Count(string(added), "\n") > 2 {
				t.Errorf("%q: got %q", content, got)
			}
		case !bytes.HasPrefix(got, content[:old.start]) || !bytes.HasSuffix(got, content[old.valueEnd:]):
			t.Errorf("%q: got %q", content, got)
		default:
			line, _, _ := bytes.Cut(got[old.start:len(got)-len(content)+old.valueEnd], []byte("\n"))
			if !bytes.HasSuffix(line, []byte("KEY="+written)) {
				t.Errorf("%q: got the line %q", content, line)
			}
		}
		if back, found, err := Get(got, "KEY"); err != nil || !found || back != value {
			t.Errorf("%q: wrote %q into %q, reads %q, %v", content, value, got, back, err)
		}
		again, err := Set(got, "KEY", value)
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("%q: a second time gives %q, %v", got, again, err)
		}
	})
}
