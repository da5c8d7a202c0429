package emulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/emulator/store"

	"go.etcd.io/bbolt"
)

func dataFile(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "folder", "keys.db")
}

func TestReopenKeepsKeys(t *testing.T) {
	t.Parallel()
	settings := Settings{Data: dataFile(t), Now: testNow}
	first, account := open(t, settings)
	create(t, account, draft("one"))
	create(t, account, draft("two"))
	if _, err := account.Revoke(t.Context(), "id-one"); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := account.Create(t.Context(), draft("late")); !errors.Is(err, store.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	_, account = open(t, settings)
	create(t, account, draft("three"))
	if got := names(t, account); got != "one two three" {
		t.Errorf("got %q", got)
	}
	if _, err := account.Authenticate(t.Context(), "secret-one"); !errors.Is(err, ErrRevoked) {
		t.Errorf("a revoked key after reopening: %v", err)
	}
	if _, err := account.Authenticate(t.Context(), "secret-two"); err != nil {
		t.Error(err)
	}
}

func TestFileHoldsNoSecretAndIsPrivate(t *testing.T) {
	t.Parallel()
	path := dataFile(t)
	e, account := open(t, Settings{Data: path})
	secret := RandomHex(32)
	create(t, account, Draft{ID: "id", Secret: secret, Prefix: secret[:8], Name: "findable"})
	if _, err := account.Use(t.Context(), secret, func(Scope) bool { return true }); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(content, []byte("findable")) {
		t.Error("the key isn't in the file in plain JSON")
	}
	for _, hidden := range []string{secret, secret[8:], e.Credential("test")} {
		if bytes.Contains(content, []byte(hidden)) {
			t.Error("a secret is in the file")
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
}

func TestTwoEmulatorsShareAFile(t *testing.T) {
	t.Parallel()
	settings := Settings{Data: dataFile(t), Limit: 14}
	_, first := open(t, settings)
	_, second := open(t, settings)
	made := make(map[string]bool)
	var refused int
	type outcome struct{ error }
	count(20, func(i int) error {
		name := fmt.Sprint(i)
		_, err := []*Account{first, second}[i%2].Create(t.Context(), draft(name))
		if err == nil {
			return outcome{errors.New(name)}
		}
		return err
	}, func(err error) {
		var created outcome
		switch {
		case errors.As(err, &created):
			made[created.Error()] = true
		case errors.Is(err, ErrActiveLimit):
			refused++
		default:
			t.Error(err)
		}
	})
	if len(made) != 14 || refused != 6 {
		t.Errorf("%d made, %d refused", len(made), refused)
	}
	listed := strings.Fields(names(t, second))
	for _, name := range listed {
		delete(made, name)
	}
	if len(listed) != 14 || len(made) != 0 {
		t.Errorf("listed %v, lost %v", listed, made)
	}
}

func TestWaitsForTheLockOnlySoLong(t *testing.T) {
	t.Parallel()
	path := dataFile(t)
	_, account := open(t, Settings{Data: path})
	holder, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := account.Create(t.Context(), draft("a"))
		if waited := time.Since(start); !errors.Is(err, store.ErrBusy) || waited < 10*time.Second || waited > 11*time.Second {
			t.Errorf("after %v: %v", waited, err)
		}
		if !strings.Contains(fmt.Sprint(err), path) {
			t.Errorf("the error doesn't name the file: %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := account.Create(ctx, draft("a")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("with a deadline: %v", err)
		}
	})
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	garbage := filepath.Join(folder, "garbage")
	if err := os.WriteFile(garbage, bytes.Repeat([]byte("no database "), 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	var account *Account
	half := testHalf("test", &account)
	incomplete, badPath := half, half
	incomplete.NewCredential = nil
	badPath.Path = "test/"
	twin, nameless := half, half
	twin.Members = []string{"me", "colleague", "me"}
	nameless.Members = []string{"me", ""}
	for name, test := range map[string]struct {
		settings Settings
		halves   []Half
	}{
		"neither file nor memory": {Settings{}, nil},
		"file and memory":         {Settings{Data: "x", InMemory: true}, nil},
		"a negative limit":        {Settings{InMemory: true, Limit: -1}, nil},
		"a negative rate":         {Settings{InMemory: true, RequestsPerMinute: -1}, nil},
		"a negative latency":      {Settings{InMemory: true, Latency: -1}, nil},
		"garbage":                 {Settings{Data: garbage}, nil},
		"a folder":                {Settings{Data: folder}, nil},
		"a file for a folder":     {Settings{Data: filepath.Join(garbage, "keys.db")}, nil},
		"a console twice":         {Settings{InMemory: true}, []Half{half, half}},
		"an incomplete console":   {Settings{InMemory: true}, []Half{incomplete}},
		"a bad path":              {Settings{InMemory: true}, []Half{badPath}},
		"a member twice":          {Settings{InMemory: true}, []Half{twin}},
		"a member without a name": {Settings{InMemory: true}, []Half{nameless}},
	} {
		if e, err := New(test.settings, test.halves); err == nil {
			t.Errorf("%s: no error", name)
			_ = e.Close()
		}
	}
}

func TestNewRefusesAFileCutShort(t *testing.T) {
	t.Parallel()
	path := dataFile(t)
	_, account := open(t, Settings{Data: path})
	fill(t, account, 2000)
	if err := os.Truncate(path, 16<<10); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Settings{Data: path}, nil); err == nil || !strings.Contains(err.Error(), "cut short") {
		t.Errorf("got %v", err)
	}
}

func TestInMemoryLeavesNothing(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	e, account := open(t, Settings{InMemory: true})
	create(t, account, draft("one"))
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if err := e.Close(); err != nil {
		t.Errorf("a second Close: %v", err)
	}
}
