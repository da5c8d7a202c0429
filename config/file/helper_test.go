package file

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

const secret = "mk_4929de1f505b514f84988e4992cd23da"

// wrong fails unless err is an error of a kind that says and hints something,
// in one line each that is safe to print and shows no secret.
func wrong(t *testing.T, name string, err error, kind errs.Kind, says, hints string) {
	t.Helper()
	e, _ := errors.AsType[*errs.Error](err)
	if e == nil || e.Kind != kind || !strings.Contains(e.What, says) || e.Hint == "" || !strings.Contains(e.Hint, hints) {
		t.Errorf("%s: got %v (%+v), want %v: %s, and the hint: %s", name, err, e, kind, says, hints)
		return
	}
	for _, text := range []string{e.What, e.Hint} {
		if strings.Contains(text, secret) || strings.Contains(text, "%!") || safetext.Printable(text) != text || strings.HasSuffix(text, ".") {
			t.Errorf("%s: got %q", name, text)
		}
	}
}

// newStore gives the store of a home of its own.
func newStore(t *testing.T) Store {
	t.Helper()
	return storeOf(t.TempDir())
}

// storeOf gives the store of a home.
func storeOf(home string) Store { return NewStore(filepath.Join(home, ".config", "keyctl")) }

// stored gives a store whose file holds a text.
func stored(t *testing.T, content string) Store {
	t.Helper()
	store := newStore(t)
	if err := os.MkdirAll(store.Folder(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(store.Path(), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return store
}

// text gives what the file holds.
func text(t *testing.T, store Store) string {
	t.Helper()
	content, err := os.ReadFile(store.Path())
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// add gives a change that adds a profile.
func add(name string) func(*File) error {
	return func(file *File) error {
		file.Profiles[name] = Stored{Console: "huddle01", Keyring: KeepOS}
		return nil
	}
}

// only fails unless the folder of the store holds just these names.
func only(t *testing.T, store Store, names ...string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(store.Folder(), "*"))
	if err != nil {
		t.Fatal(err)
	}
	hidden, _ := filepath.Glob(filepath.Join(store.Folder(), ".*"))
	found = append(hidden, found...)
	for i := range found {
		found[i] = filepath.Base(found[i])
	}
	if strings.Join(found, " ") != strings.Join(names, " ") {
		t.Errorf("the folder holds %q, want %q", found, names)
	}
}
