package journal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keyctl/internal/secrets"
)

// written gives the content of an entry with an answer and a receipt, without
// the room behind it.
func written(t *testing.T) (Journal, string, []byte) {
	t.Helper()
	j := newJournal(t)
	entry := begin(t, j, identity(t).Recipient().String())
	if err := errors.Join(entry.Seal(201, secrets.New(secret)), entry.Receive("key-2")); err != nil {
		t.Fatal(err)
	}
	path := j.path(entry.ID)
	entry.Close()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return j, path, bytes.TrimRight(content, "\n")
}

// A process can die within any write: what it was writing was then never
// written, and all before it holds.
func TestATornRecordWasNeverWritten(t *testing.T) {
	t.Parallel()
	j, path, content := written(t)
	lines := bytes.SplitAfter(content, []byte("\n"))
	if len(lines) != 4 {
		t.Fatalf("there are %d lines", len(lines))
	}
	for cut := len(content) - len(lines[3]); cut < len(content); cut++ {
		if err := os.WriteFile(path, []byte(full(string(content[:cut]))), 0o600); err != nil {
			t.Fatal(err)
		}
		found := only(t, j)
		if found.Trouble != nil || !found.Sealed() || found.Key != "" {
			t.Fatalf("cut at %d: %+v", cut, found)
		}
	}
	entry, err := j.Take(filepath.Base(strings.TrimSuffix(path, entrySuffix)))
	if err != nil {
		t.Fatal(err)
	}
	if err := entry.Receive("key-3"); err != nil {
		t.Fatal(err)
	}
	entry.Close()
	if found := only(t, j); found.Key != "key-3" {
		t.Errorf("what follows a torn record is lost: %+v", found)
	}
}

// A file gets its name once its intent is on the disk; before that nothing was
// sent. What isn't ours is left alone.
func TestWhatWasOnlyBegunIsForgotten(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	begin(t, j, "").Erase()
	ours := []string{"0123abcd.new", "0123abcd.lock", "11111111.new", "22222222.lock"}
	others := []string{"notes.new", "notes.lock", "note.txt", "ABCDEF01.new"}
	for _, name := range append(ours, others...) {
		if err := os.WriteFile(filepath.Join(j.Folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if found, err := j.Pending(); err != nil || len(found) != 0 {
		t.Errorf("got %+v, %v", found, err)
	}
	files, _ := os.ReadDir(j.Folder)
	if len(files) != len(others) {
		t.Errorf("left %v", files)
	}
}

func TestWhatCannotBeReadIsRefusedAndKept(t *testing.T) {
	t.Parallel()
	j, path, content := written(t)
	flipped := bytes.Clone(content)
	flipped[len(content)-20] ^= 1
	early := bytes.Clone(content)
	early[60] ^= 1
	receiptOnly := content[bytes.LastIndexByte(content, '\n')+1:]
	for name, test := range map[string]struct {
		content string
		want    error
	}{
		"a flipped bit in the intent":  {full(string(early)), ErrDamaged},
		"a flipped bit in the receipt": {full(string(flipped)), ErrDamaged},
		"another end of the receipt":   {full(string(content[:len(content)-1]) + "~"), ErrDamaged},
		"nothing":                      {"", ErrDamaged},
		"a part of the first line":     {"keyctl jour", ErrDamaged},
		"no intent at all":             {full(format + "\n"), ErrDamaged},
		"a torn intent":                {full(format + "\n12345678 {\"intent\":{\"purp"), ErrDamaged},
		"cut short":                    {string(content), ErrDamaged},
		"cut within the answer":        {string(content[:len(content)/2]), ErrDamaged},
		"another program's file":       {"PK\x03\x04 whatever", ErrForeign},
		"a line before":                {"\n" + string(content), ErrForeign},
		"no version":                   {"keyctl journal\n", ErrForeign},
		"a newer version":              {strings.Replace(string(content), format, formatName+" 2", 1), ErrNewer},
		"a record of another version":  {full(string(content) + "\n" + newer(t)), ErrNewer},
		"text behind the room":         {full(string(content)) + "more", ErrDamaged},
		"no intent":                    {full(format + "\n" + string(receiptOnly)), ErrDamaged},
		"two intents":                  {full(string(content) + "\n" + strings.Split(string(content), "\n")[1]), ErrDamaged},
	} {
		if err := os.WriteFile(path, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		found := only(t, j)
		if !errors.Is(found.Trouble, test.want) {
			t.Errorf("%s: got %v", name, found.Trouble)
		}
		if _, err := j.Take(found.ID); !errors.Is(err, test.want) {
			t.Errorf("%s: taken: %v", name, err)
		}
		begin(t, j, "").Erase()
		if after, err := os.ReadFile(path); err != nil || string(after) != test.content {
			t.Errorf("%s: it was changed", name)
		}
	}
	aside, err := j.Aside(only(t, j))
	if err != nil {
		t.Fatal(err)
	}
	if found, err := j.Pending(); err != nil || len(found) != 0 {
		t.Errorf("got %+v, %v", found, err)
	}
	if _, err := os.Stat(aside); err != nil {
		t.Error(err)
	}
}

// newer is a record with a member that this version doesn't know.
func newer(t *testing.T) string {
	t.Helper()
	text := `{"proved":true}`
	return checksummed(text)
}

func TestALinkIsNotFollowed(t *testing.T) {
	t.Parallel()
	j, path, content := written(t)
	target := filepath.Join(t.TempDir(), "target")
	if err := errors.Join(os.WriteFile(target, content, 0o600), os.Remove(path), os.Symlink(target, path)); err != nil {
		t.Fatal(err)
	}
	if found := only(t, j); found.Trouble == nil {
		t.Error("a link was followed")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(full(format + "\n" + checksummed(`{"intent":{"console":"x"}}`) + checksummed(`{"key":"k"}`))))
	f.Add([]byte("keyctl journal 2\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		records, end, err := parse(content)
		if err != nil {
			if records != nil {
				t.Error("records beside an error")
			}
			return
		}
		if end > len(content)+1 {
			t.Errorf("the end is at %d of %d", end, len(content))
		}
		// What was read is read again, with one more behind it.
		again := format + "\n"
		for _, r := range records {
			line, err := r.line()
			if err != nil {
				t.Fatal(err)
			}
			again += string(line)
		}
		reread, _, err := parse([]byte(full(again + checksummed(`{"key":"k"}`))))
		if err != nil || len(reread) != len(records)+1 {
			t.Errorf("got %d of %d, %v", len(reread), len(records)+1, err)
		}
	})
}
