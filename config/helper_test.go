package config

import (
	"errors"
	"os"
	"strings"
	"testing"

	"keyctl/config/file"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

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
func newStore(t *testing.T) file.Store {
	t.Helper()
	return NewStore(environment("HOME=" + t.TempDir()))
}

// stored gives a store whose file holds a text.
func stored(t *testing.T, content string) file.Store {
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

// add gives a change that adds a profile.
func add(name string) func(*file.File) error {
	return func(profiles *file.File) error {
		profiles.Profiles[name] = file.Stored{Console: "huddle01", Keyring: file.KeepOS}
		return nil
	}
}
