package identity

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

const phrase = "correct horse battery staple"

// memory is a keyring that holds what it is given, unless it is told to fail.
type memory struct {
	mutex   sync.Mutex
	entries map[string]secrets.Secret
	check   error
	set     error
	forgets bool // it takes everything, and holds nothing
	sets    int
}

func (m *memory) Check(context.Context) error { return m.check }

func (m *memory) Get(_ context.Context, account string) (secrets.Secret, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	secret, found := m.entries[account]
	if !found {
		return secrets.Secret{}, fmt.Errorf("nothing for %q: %w", account, fs.ErrNotExist)
	}
	return secret, nil
}

func (m *memory) Set(_ context.Context, account string, secret secrets.Secret) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.sets++; m.set != nil {
		return m.set
	}
	if m.entries == nil {
		m.entries = map[string]secrets.Secret{}
	}
	if !m.forgets {
		m.entries[account] = secret
	}
	return nil
}

func denied(what string) error { return errs.Errorf(errs.Denied, "%s", what).WithHint("unlock it") }

func typed(passphrase string) func(context.Context, bool) (secrets.Secret, error) {
	return func(context.Context, bool) (secrets.Secret, error) { return secrets.New(passphrase), nil }
}

// keeper is one for a journal of its own that has both a keyring and a passphrase.
func keeper(t *testing.T, choice Place) Keeper {
	t.Helper()
	return Keeper{
		Folder: filepath.Join(t.TempDir(), "state", "journal"), Choice: choice,
		Keyring: &memory{}, Passphrase: typed(phrase), HasPassphrase: true,
	}
}

// unasked fails the test when somebody is asked for a passphrase.
func unasked(t *testing.T, k Keeper) Keeper {
	t.Helper()
	k.Passphrase = func(context.Context, bool) (secrets.Secret, error) {
		t.Error("asked for a passphrase")
		return secrets.Secret{}, nil
	}
	return k
}

func (k Keeper) at(name string) string { return filepath.Join(k.Folder, name) }

// recipient gives what has to be there.
func recipient(t *testing.T, k Keeper) Recipient {
	t.Helper()
	r, err := k.Recipient(t.Context())
	if err != nil || r.Text == "" {
		t.Fatalf("got %+v, %v", r, err)
	}
	return r
}

// opens fails unless the identity of a recipient opens what is sealed to it.
func opens(t *testing.T, k Keeper, r Recipient) {
	t.Helper()
	identity, err := k.Identity(t.Context(), r)
	if err != nil {
		t.Errorf("%+v: %v", r, err)
		return
	}
	own, ok := identity.(*age.X25519Identity)
	if !ok || own.Recipient().String() != r.Text {
		t.Errorf("%+v: got the identity of another", r)
	}
}

// put makes a file in the journal's folder.
func put(t *testing.T, k Keeper, name, content string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(k.Folder, 0o700), os.WriteFile(k.at(name), []byte(content), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// holds fails unless the journal's folder holds just these names.
func holds(t *testing.T, k Keeper, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(k.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	found := []string{}
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	if strings.Join(found, " ") != strings.Join(names, " ") {
		t.Errorf("the folder holds %q, want %q", found, names)
	}
}

// wrong fails unless err is for the user: it says and hints something, and shows
// no secret.
func wrong(t *testing.T, name string, err error, kind errs.Kind, says, hints string) {
	t.Helper()
	e, _ := errors.AsType[*errs.Error](err)
	if e == nil || errs.KindOf(err) != kind || !strings.Contains(e.What, says) || e.Hint == "" || !strings.Contains(e.Hint, hints) {
		t.Errorf("%s: got %v (%+v), want %v: %s, and the hint %s", name, err, e, kind, says, hints)
		return
	}
	all := e.What + e.Hint
	if strings.Contains(all, "AGE-SECRET") || strings.Contains(all, phrase) || strings.Contains(all, "%!") || safetext.Printable(all) != all {
		t.Errorf("%s: got %q", name, all)
	}
}

func generate(t *testing.T) *age.X25519Identity {
	t.Helper()
	made, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return made
}
