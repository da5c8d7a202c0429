//go:build unix

package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// What others could have put there is not believed, whoever asks.
func TestAFolderOfOthersIsNotRead(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	entry := begin(t, j, "")
	id := entry.ID
	entry.Close()
	if err := os.Chmod(j.Folder, 0o777); err != nil { //nolint:gosec // on purpose
		t.Fatal(err)
	}
	if found, err := j.Pending(); err == nil || found != nil {
		t.Errorf("got %v, %v", found, err)
	}
	if _, err := j.Take(id); err == nil || !strings.Contains(err.Error(), "other users may write") {
		t.Errorf("got %v", err)
	}
	if err := errors.Join(os.Chmod(j.Folder, 0o700), os.Chmod(j.path(id), 0o666)); err != nil { //nolint:gosec // on purpose
		t.Fatal(err)
	}
	if found := only(t, j); found.Trouble == nil {
		t.Error("an entry that others may write is believed")
	}
}

func TestAFolderBehindALinkIsNotRead(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	other, link := filepath.Join(top, "other"), Journal{Folder: filepath.Join(top, "journal")}
	if err := errors.Join(os.Mkdir(other, 0o700), os.WriteFile(filepath.Join(other, "0123abcd.new"), nil, 0o600), os.Symlink(other, link.Folder)); err != nil {
		t.Fatal(err)
	}
	if _, err := link.Pending(); err == nil {
		t.Error("a link was followed")
	}
	if _, err := link.Begin(intent("")); err == nil {
		t.Error("a link was followed")
	}
	if files, _ := os.ReadDir(other); len(files) != 1 {
		t.Errorf("behind the link there are %v", files)
	}
}

// Whoever tidies up may remove the lock of an entry that is in use.
func TestALostLockFileFreesNothing(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	entry := begin(t, j, "")
	if err := os.Remove(lockOf(j.path(entry.ID))); err != nil {
		t.Fatal(err)
	}
	if found, err := j.Pending(); err != nil || len(found) > 0 {
		t.Errorf("got %v, %v", found, err)
	}
	if _, err := j.Take(entry.ID); errs.KindOf(err) != errs.Conflict {
		t.Errorf("got %v", err)
	}
	if err := entry.Erase(); err != nil {
		t.Error(err)
	}
}

// An answer that is sealed where nobody finds it is not kept.
func TestAnEntryThatIsGoneKeepsNothing(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(string) error{
		"removed":  os.Remove,
		"replaced": func(path string) error { return errors.Join(os.Remove(path), os.WriteFile(path, nil, 0o600)) },
		"moved":    func(path string) error { return os.Rename(filepath.Dir(path), filepath.Dir(path)+".old") },
	} {
		j := newJournal(t)
		entry := begin(t, j, identity(t).Recipient().String())
		if err := lose(j.path(entry.ID)); err != nil {
			t.Fatal(err)
		}
		if err := entry.Seal(201, secrets.New(secret)); err == nil || entry.Sealed() {
			t.Errorf("%s: it is said to be kept: %v", name, err)
		}
		if err := entry.Erase(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Lstat(j.path(entry.ID)); name == "replaced" && err != nil {
			t.Errorf("another's file was removed: %v", err)
		}
	}
}

// The clock is virtual, and stands still while anybody reads: Take's patience ends
// after many more looks than there are here, however slow the machine is.
func TestManyMayLookWhileOneTakes(t *testing.T) {
	t.Parallel()
	j := newJournal(t)
	entry := begin(t, j, "")
	entry.Close()
	synctest.Test(t, func(t *testing.T) {
		var lookers sync.WaitGroup
		for range 8 {
			lookers.Go(func() {
				for range 50 {
					if found, err := j.Pending(); err != nil || len(found) > 1 {
						t.Errorf("got %v, %v", found, err)
					}
					time.Sleep(5 * time.Millisecond)
				}
			})
		}
		for range 20 {
			taken, err := j.Take(entry.ID)
			if err != nil {
				t.Error(err)
				continue
			}
			taken.Close()
		}
		lookers.Wait()
	})
}

func TestWhateverIsInAnEntrysPlaceCanBePutAside(t *testing.T) {
	t.Parallel()
	for name, put := range map[string]func(string) error{
		"a folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"a pipe":   func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a link":   func(path string) error { return os.Symlink("/nowhere", path) },
	} {
		j := newJournal(t)
		begin(t, j, "").Erase()
		for range 2 { // the second finds the first aside
			if err := put(j.path("0123abcd")); err != nil {
				t.Fatal(err)
			}
			found := only(t, j)
			if found.Trouble == nil {
				t.Errorf("%s is an entry", name)
			}
			if _, err := j.Aside(found); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if files, _ := filepath.Glob(filepath.Join(j.Folder, "*.aside")); len(files) != 2 {
			t.Errorf("%s: aside are %v", name, files)
		}
	}
}
