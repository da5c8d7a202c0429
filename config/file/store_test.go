package file

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"keyctl/internal/errs"
)

func TestProfilesAreKeptForTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	if file, err := store.Read(); err != nil || len(file.Profiles) != 0 {
		t.Errorf("got %+v, %v", file, err)
	}
	if _, err := os.Stat(filepath.Dir(store.Folder())); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading made a folder: %v", err)
	}
	want := exampleFile()
	if err := store.Update(t.Context(), func(file *File) error { *file = want; return nil }); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Read(); err != nil || !equalFiles(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for path, mode := range map[string]fs.FileMode{store.Path(): 0o600, store.Folder(): 0o700 | fs.ModeDir, filepath.Dir(store.Folder()): 0o700 | fs.ModeDir} {
		if info, err := os.Stat(path); err != nil || info.Mode() != mode {
			t.Errorf("%s: got %v, %v", path, info.Mode(), err)
		}
	}
	only(t, store, "profiles.lock", "profiles.yaml")
}

func TestWiderModesAreReadAndThenTightened(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*File) error{"a change": add("b"), "none": func(*File) error { return nil }} {
		store := stored(t, example)
		if err := os.Chmod(store.Path(), 0o666); err != nil {
			t.Fatal(err)
		}
		if file, err := store.Read(); err != nil || len(file.Profiles) != 2 {
			t.Errorf("%s: got %+v, %v", name, file, err)
		}
		if err := store.Update(t.Context(), change); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(store.Path()); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: got %v, %v", name, info.Mode(), err)
		}
	}
}

func TestAnUpdateThatChangesNothingLeavesEveryByte(t *testing.T) {
	t.Parallel()
	odd := "\n\n" + strings.ReplaceAll(example, "  ", "     ") + "\n\n# end"
	store := stored(t, odd)
	if err := store.Update(t.Context(), func(*File) error { return nil }); err != nil || text(t, store) != odd {
		t.Errorf("got %v, %s", err, text(t, store))
	}
	empty := newStore(t)
	if err := empty.Update(t.Context(), func(*File) error { return nil }); err != nil {
		t.Error(err)
	}
	only(t, empty, "profiles.lock")
}

func TestAChangeThatFailsIsNotWritten(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	for name, test := range map[string]struct {
		change func(*File)
		says   string
	}{
		"a bad name":         {func(f *File) { f.Profiles["../a"] = Stored{Console: "drun", Keyring: KeepOS} }, `a profile can't be named "../a"`},
		"a reserved name":    {func(f *File) { f.Profiles["sandbox"] = Stored{Console: "drun", Keyring: KeepOS} }, "is built in"},
		"capitals":           {func(f *File) { f.Profiles["CI"] = Stored{Console: "drun", Keyring: KeepOS} }, `"CI" and "ci" differ in capitals only`},
		"no console":         {func(f *File) { f.Profiles["a"] = Stored{Keyring: KeepOS} }, `profile "a": it has no console`},
		"no keyring":         {func(f *File) { f.Profiles["a"] = Stored{Console: "drun"} }, "where its credential is kept"},
		"an unknown keyring": {func(f *File) { f.Profiles["a"] = Stored{Console: "drun", Keyring: secret} }, "its keyring is none that exists"},
		"a bad base URL":     {func(f *File) { f.Profiles["a"] = Stored{Console: "drun", Keyring: KeepOS, BaseURL: secret} }, "its base_url cannot be used"},
		"a contradiction": {func(f *File) {
			f.Profiles["a"] = Stored{Console: "drun", Keyring: KeepOS, CredentialCommand: []string{"op"}}
		}, "keyring os too"},
		"an empty word":             {func(f *File) { f.Profiles["a"] = Stored{Console: "drun", CredentialCommand: []string{""}} }, "a word that is empty"},
		"a current that isn't":      {func(f *File) { f.Current = "wrok" }, `there is no profile "wrok"`},
		"the current one removed":   {func(f *File) { delete(f.Profiles, "work") }, `there is no profile "work"`},
		"all profiles and no other": {func(f *File) { f.Profiles = nil }, `there is no profile "work"`},
	} {
		store := stored(t, example)
		err := store.Update(t.Context(), func(file *File) error { test.change(file); return nil })
		wrong(t, name, err, errs.Usage, test.says, "")
		if text(t, store) != example {
			t.Errorf("%s: wrote\n%s", name, text(t, store))
		}
	}
	store := stored(t, example)
	if err := store.Update(t.Context(), func(file *File) error { file.Current = "ci"; return stop }); !errors.Is(err, stop) || text(t, store) != example {
		t.Errorf("got %v", err)
	}
	only(t, store, "profiles.lock", "profiles.yaml")
}

// TestAFileThatCannotBeReadIsNotReplaced: what it holds may be dear.
func TestAFileThatCannotBeReadIsNotReplaced(t *testing.T) {
	t.Parallel()
	broken := example + "token: " + secret + "\n"
	store := stored(t, broken)
	err := store.Update(t.Context(), func(*File) error { t.Error("changed"); return nil })
	wrong(t, "update", err, errs.Usage, `profiles.yaml" line 12: a secret doesn't belong here`, "login")
	_, err = store.Read()
	wrong(t, "read", err, errs.Usage, `line 12: a secret doesn't belong here`, "login")
	if text(t, store) != broken {
		t.Error("it was written")
	}
}

func TestAnEndlessFileIsRefused(t *testing.T) {
	t.Parallel()
	comment := "#" + strings.Repeat("-", largestFile-2) + "\n"
	store := stored(t, comment+"#")
	_, err := store.Read()
	wrong(t, "read", err, errs.Usage, "it is too large", "1048576 bytes")
	store = stored(t, comment)
	if _, err := store.Read(); err != nil {
		t.Error(err)
	}
	wrong(t, "update", store.Update(t.Context(), add("a")), errs.Usage, "would have more than 1048576 bytes", "remove")
}

func TestLinksLeadToNoProfiles(t *testing.T) {
	t.Parallel()
	elsewhere := stored(t, example)
	file, folder, parent, lock := newStore(t), newStore(t), newStore(t), stored(t, example)
	for from, to := range map[string]string{
		file.Path(): elsewhere.Path(), folder.Folder(): elsewhere.Folder(),
		filepath.Dir(parent.Folder()): filepath.Dir(elsewhere.Folder()), filepath.Join(lock.Folder(), "profiles.lock"): elsewhere.Path(),
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(from), 0o700), os.Symlink(to, from)); err != nil {
			t.Fatal(err)
		}
	}
	for name, store := range map[string]Store{"the file": file, "the folder": folder} {
		_, err := store.Read()
		wrong(t, name, err, errs.Usage, "it is a symbolic link", "put the thing itself")
		wrong(t, name, store.Update(t.Context(), add("a")), errs.Usage, "it is a symbolic link", "put the thing itself")
	}
	wrong(t, "the lock", lock.Update(t.Context(), add("a")), errs.Usage, "cannot lock", "look at what is there")
	if got, err := parent.Read(); err != nil || !equalFiles(got, exampleFile()) {
		t.Errorf("a parent may be a link: %+v, %v", got, err)
	}
	if text(t, elsewhere) != example {
		t.Error("the file behind the links was written")
	}
	if err := parent.Update(t.Context(), add("a")); err != nil {
		t.Error(err)
	}
}

func TestAWriterWaitsForAnotherButNotForEver(t *testing.T) {
	t.Parallel()
	store := stored(t, example)
	store.patience = 20 * time.Millisecond
	other := flock.New(filepath.Join(store.Folder(), "profiles.lock"))
	if err := other.Lock(); err != nil {
		t.Fatal(err)
	}
	wrong(t, "patience", store.Update(t.Context(), add("a")), errs.Usage, "another keyctl has been writing", "holds the lock")
	if file, err := store.Read(); err != nil || len(file.Profiles) != 2 {
		t.Errorf("a reader doesn't wait: %+v, %v", file, err)
	}
	store.patience = time.Minute
	interrupted := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(interrupted)
	err := store.Update(ctx, add("a"))
	wrong(t, "interrupt", err, errs.Failed, "interrupted", "nothing was changed")
	if !errors.Is(err, interrupted) || text(t, store) != example {
		t.Errorf("got %v", err)
	}
	done := make(chan error)
	go func() { done <- store.Update(t.Context(), add("a")) }()
	if err := other.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestAChangeThatPanicsLetsGoOfTheLock: a later writer must not wait for it.
func TestAChangeThatPanicsLetsGoOfTheLock(t *testing.T) {
	t.Parallel()
	store := stored(t, example)
	func() {
		defer func() { _ = recover() }()
		_ = store.Update(t.Context(), func(*File) error { panic("change") })
	}()
	store.patience = time.Minute
	if err := store.Update(t.Context(), add("a")); err != nil {
		t.Error(err)
	}
}

func TestAProfileHasAPlainName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a", "0", "work", "Work.EU_1-b", "sandboxed", "environments", "null", "true", "1e3", strings.Repeat("a", 64)} {
		if err := CheckProfileName(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		store := newStore(t)
		if err := store.Update(t.Context(), func(f *File) error { f.Current = name; return add(name)(f) }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got, err := store.Read(); err != nil || got.Current != name {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	for _, name := range []string{"", ".", "..", ".a", "-a", "_a", "a b", "a/b", `a\b`, "a:b", "é", "a\n", "a\x00", "a\u202e", strings.Repeat("a", 65)} {
		wrong(t, fmt.Sprintf("%q", name), CheckProfileName(name), errs.Usage, "a profile can't be named", "1 to 64 letters")
	}
	for _, name := range []string{"environment", "sandbox", "sandbox-", "sandbox-drun", "Sandbox", "ENVIRONMENT"} {
		wrong(t, name, CheckProfileName(name), errs.Usage, "is built in", "are reserved")
	}
}
