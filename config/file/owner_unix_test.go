//go:build unix

package file

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"keyctl/internal/errs"
)

// mode sets modes and fails the test where it can't.
func mode(t *testing.T, path string, mode fs.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func TestProfilesThatOnlyTheirOwnerWritesAreTrusted(t *testing.T) {
	t.Parallel()
	store := stored(t, example)
	if err := store.CheckOwner(); err != nil {
		t.Error(err)
	}
	mode(t, store.Path(), 0o644)
	mode(t, store.Folder(), 0o755)
	if err := store.CheckOwner(); err != nil {
		t.Error(err)
	}
	if err := newStore(t).CheckOwner(); err != nil {
		t.Errorf("without a file: %v", err)
	}
}

func TestProfilesThatOthersMayWriteAreNotTrusted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		bits fs.FileMode
		path func(Store) string
	}{
		"the file, by the group":    {0o660, Store.Path},
		"the file, by all":          {0o602, Store.Path},
		"the folder, by the group":  {0o770, Store.Folder},
		"the folder, by all":        {0o777, Store.Folder},
		"a parent":                  {0o777, func(s Store) string { return filepath.Dir(s.Folder()) }},
		"the home":                  {0o720, func(s Store) string { return filepath.Dir(filepath.Dir(s.Folder())) }},
		"the file, with a sticky":   {0o666 | fs.ModeSticky, Store.Path},
		"the parent of a file gone": {0o777, func(s Store) string { _ = os.Remove(s.Path()); return s.Folder() }},
	} {
		store := stored(t, example)
		mode(t, test.path(store), test.bits)
		wrong(t, name, store.CheckOwner(), errs.Denied, "other users may write", "chmod go-w")
	}
}

// TestAStickyFolderOfOthersIsTrusted: nobody can replace in it what isn't theirs.
func TestAStickyFolderOfOthersIsTrusted(t *testing.T) {
	t.Parallel()
	store := stored(t, example)
	mode(t, filepath.Dir(store.Folder()), 0o777|fs.ModeSticky)
	if err := store.CheckOwner(); err != nil {
		t.Error(err)
	}
}

// TestTheWayOverLinksIsChecked: who may write where a link stands, or on the
// way it leads, decides what is found behind it.
func TestTheWayOverLinksIsChecked(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]string{"nowhere": "", "where the first stands": "first", "where the second stands": "second", "where both lead": "real", "what they jump over": "first/up"} {
		top := t.TempDir()
		at := func(name string) string { return filepath.Join(top, name) }
		for _, folder := range []string{"first/up", "second", "real/home/.config/keyctl"} {
			if err := os.MkdirAll(at(folder), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		err := errors.Join(
			os.Symlink("up/../../second/link", at("first/link")), os.Symlink(at("real/home"), at("second/link")),
			os.WriteFile(at("real/home/.config/keyctl/profiles.yaml"), []byte(example), 0o600),
		)
		if err != nil {
			t.Fatal(err)
		}
		store := storeOf(at("first/link"))
		if file, err := store.Read(); err != nil || len(file.Profiles) != 2 {
			t.Fatal(file, err)
		}
		if open == "" {
			if err := store.CheckOwner(); err != nil {
				t.Error(err)
			}
			continue
		}
		mode(t, at(open), 0o777)
		wrong(t, name, store.CheckOwner(), errs.Denied, "other users may write", "chmod go-w")
	}
}

func TestALinkThatGoesInCirclesIsRefused(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	if err := errors.Join(os.Symlink("b", filepath.Join(top, "a")), os.Symlink("a", filepath.Join(top, "b"))); err != nil {
		t.Fatal(err)
	}
	wrong(t, "circle", storeOf(filepath.Join(top, "a")).CheckOwner(), errs.Denied, "too many links", "XDG_CONFIG_HOME")
}

func TestProfilesOfAnotherUserAreNotTrusted(t *testing.T) {
	t.Parallel()
	store := stored(t, example)
	if os.Geteuid() != 0 { // only root gives files away, and root's own are trusted
		wrong(t, "another user asks", checkWay(store.Path(), os.Geteuid()+1), errs.Denied, "belongs to another user", "of your own")
		return
	}
	for _, path := range []string{store.Path(), store.Folder(), filepath.Dir(store.Folder())} {
		if err := os.Lchown(path, 12345, -1); err != nil {
			t.Fatal(err)
		}
		wrong(t, path, store.CheckOwner(), errs.Denied, "belongs to another user", "of your own")
		if err := os.Lchown(path, 0, -1); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := errors.Join(os.Symlink(filepath.Dir(filepath.Dir(store.Folder())), link), os.Lchown(link, 12345, -1)); err != nil {
		t.Fatal(err)
	}
	wrong(t, "a link", storeOf(link).CheckOwner(), errs.Denied, "belongs to another user", "of your own")
}

// TestAPipeInTheFilesPlaceIsNotWaitedFor: its other end may never come.
func TestAPipeInTheFilesPlaceIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"profiles.yaml", "profiles.lock"} {
		store := newStore(t)
		if err := errors.Join(os.MkdirAll(store.Folder(), 0o700), syscall.Mkfifo(filepath.Join(store.Folder(), name), 0o600)); err != nil {
			t.Fatal(err)
		}
		if name == "profiles.yaml" {
			_, err := store.Read()
			wrong(t, name, err, errs.Usage, "it is not a regular file", "move it away")
			wrong(t, name, store.Update(t.Context(), add("a")), errs.Usage, "it is not a regular file", "move it away")
			continue
		}
		_ = store.Update(t.Context(), add("a")) // some systems lock a pipe, some refuse
	}
}
