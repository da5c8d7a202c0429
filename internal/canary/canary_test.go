package canary

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// Secrets like those of consoles, and one that every writer has to escape.
func examples() map[string]string {
	return map[string]string{
		"a key":     "rgpu_540a2410978ba3667ba93ceb9346da8890e0cb3d23d5a444",
		"another":   "sk-x1VDh9-2kQm_Zz0aYw7ucU3pLrT8vN5b",
		"a strange": `cookie: a="b/c+d%e" <&> \ é; second=1`,
	}
}

func planted() *Secrets {
	s := &Secrets{}
	for name, secret := range examples() {
		s.Plant(name, secret)
	}
	return s
}

func names(found []Find) []string {
	var names []string
	for _, find := range found {
		names = append(names, find.Secret)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestASecretIsFoundHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	s := planted()
	ways := map[string]func(string) string{
		"plain":       func(text string) string { return text },
		"first half":  func(text string) string { return text[:len(text)/2] },
		"second half": func(text string) string { return text[len(text)/2:] },
		"hex":         func(text string) string { return hex.EncodeToString([]byte(text)) },
		"capital hex": func(text string) string { return fmt.Sprintf("%X", text) },
		"query":       url.QueryEscape,
		"small query": func(text string) string { return smallDigits(url.QueryEscape(text)) },
		"path":        url.PathEscape,
		"JSON":        func(text string) string { encoded, _ := json.Marshal(text); return string(encoded) },
		"HTML":        html.EscapeString,
		"Go":          func(text string) string { return fmt.Sprintf("%q", text) },
		"a workflow":  func(text string) string { return strings.ReplaceAll(text, "%", "%25") },
		"JSON and again": func(text string) string {
			once, _ := json.Marshal(text)
			twice, _ := json.Marshal(string(once))
			return string(twice)
		},
	}
	for before := range 7 {
		for after := range 4 {
			inside := func(text string) []byte {
				return []byte("?????>~"[:before] + text + "~~>?"[:after])
			}
			ways[fmt.Sprintf("base64 %d %d", before, after)] = func(text string) string { return base64.StdEncoding.EncodeToString(inside(text)) }
			ways[fmt.Sprintf("base64 for URLs %d %d", before, after)] = func(text string) string { return base64.RawURLEncoding.EncodeToString(inside(text)) }
		}
	}
	for way, write := range ways {
		for name, secret := range examples() {
			found := s.Text("here", []byte("before "+write(secret)+" after"))
			if got := names(found); len(got) != 1 || got[0] != name {
				t.Errorf("%s as %s: found %v", name, way, got)
			}
			for _, find := range found {
				if strings.Contains(find.String(), secret[:8]) || !strings.HasPrefix(find.String(), "here holds "+name) {
					t.Errorf("a find says %s", find)
				}
			}
		}
	}
}

func TestWhatIsNoSecretIsNotFound(t *testing.T) {
	t.Parallel()
	s := planted()
	for _, text := range []string{"", "rgpu_540a2410", "sk-x1VD…7ucU", "[redacted]", strings.Repeat("rgpu_", 100)} {
		if found := s.Text("here", []byte(text)); len(found) > 0 {
			t.Errorf("in %q was found %v", text, found)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a short secret was planted")
		}
	}()
	s.Plant("short", "123456789012345")
}

func TestATreeIsLookedThrough(t *testing.T) {
	t.Parallel()
	s, secret := planted(), examples()["a key"]
	folder := t.TempDir()
	below := filepath.Join(folder, "a", ".b")
	long := []byte(strings.Repeat("x", pieceSize-len(secret)/3) + secret + strings.Repeat("y", 3*pieceSize))
	for _, err := range []error{
		os.MkdirAll(below, 0o700),
		os.WriteFile(filepath.Join(below, "clean"), []byte(secret[:len(secret)/3]), 0o600),
		os.WriteFile(filepath.Join(below, "file"), []byte(base64.StdEncoding.EncodeToString([]byte("ab"+secret))), 0o000),
		os.WriteFile(filepath.Join(below, "long"), long, 0o600),
		os.WriteFile(filepath.Join(below, secret+".tmp"), nil, 0o600),
		os.Symlink(filepath.Join(folder, secret), filepath.Join(below, "link")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if os.Getuid() != 0 { // nobody else may read such a file
		if _, err := s.Tree(folder); !errors.Is(err, os.ErrPermission) {
			t.Errorf("what can't be read: %v", err)
		}
		_ = os.Chmod(filepath.Join(below, "file"), 0o600)
	}
	found, err := s.Tree(folder)
	places := map[string]bool{}
	for _, find := range found {
		places[strings.ReplaceAll(strings.ReplaceAll(find.Where, secret, "SECRET"), below, "")] = true
	}
	for _, want := range []string{"/file", "/long", "the name /SECRET.tmp", "the link /link"} {
		if !places[want] {
			t.Errorf("nothing was found in %s", want)
		}
	}
	if len(places) != 4 || err != nil {
		t.Errorf("found %v, %v", places, err)
	}
	if _, err := s.Tree(filepath.Join(folder, "nowhere")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that isn't there: %v", err)
	}
}

func TestAStreamIsLookedThroughWhereverItsPiecesEnd(t *testing.T) {
	t.Parallel()
	s, secret := planted(), examples()["another"]
	for at := pieceSize + s.longest - len(secret) - 2; at < pieceSize+s.longest+2; at += 3 {
		text := strings.Repeat("x", at) + secret + strings.Repeat("y", 100)
		found, err := s.stream("here", strings.NewReader(text))
		if err != nil || len(names(found)) != 1 || !slices.Contains(found, Find{"here", "another", "as it is"}) {
			t.Errorf("at %d: %v, %v", at, found, err)
		}
	}
	if _, err := s.stream("here", iotest.ErrReader(os.ErrClosed)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a stream that breaks: %v", err)
	}
}
