package atomicfile

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// put makes a file and gives its path.
func put(t *testing.T, content string, mode fs.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// alone fails unless a folder holds just these names.
func alone(t *testing.T, folder string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	if strings.Join(found, " ") != strings.Join(names, " ") {
		t.Errorf("%s holds %q, want %q", folder, found, names)
	}
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("got %.40q, %v, want %.40q", got, err, want)
	}
}

// refused fails unless err is an error for the user, and is target.
func refused(t *testing.T, name string, err, target error) {
	t.Helper()
	e, ok := errors.AsType[*errs.Error](err)
	if !ok || e.Hint == "" || !errors.Is(err, target) || safetext.Printable(e.What+e.Hint) != e.What+e.Hint || strings.Contains(e.What, "\n") {
		t.Errorf("%s: got %v, want it to be %v", name, err, target)
	}
}

func TestAFileIsMadeAndReplacedForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	wide := put(t, "old", 0o666)
	for _, path := range []string{path, path, wide} {
		for _, content := range []string{"one", "", strings.Repeat("two", 1<<16)} {
			if err := Write(path, []byte(content)); err != nil {
				t.Fatal(err)
			}
			holds(t, path, content)
			if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
				t.Errorf("got %v, %v", info.Mode(), err)
			}
			alone(t, filepath.Dir(path), "file")
		}
	}
}

func TestWhatIsNoFileIsNotReplaced(t *testing.T) {
	t.Parallel()
	target := put(t, "target", 0o600)
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	for from, to := range map[string]string{"link": target, "dangling": at("nowhere"), "loop": at("loop")} {
		if err := os.Symlink(to, at(from)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(at("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{"link": ErrLink, "dangling": ErrLink, "loop": ErrLink, "folder": ErrNotRegular, "missing/file": fs.ErrNotExist} {
		refused(t, name, Write(at(name), []byte("new")), want)
		refused(t, name, Remove(at(name)), want)
	}
	holds(t, target, "target")
	alone(t, folder, "dangling", "folder", "link", "loop")
	if err := Write(filepath.Join(target, "below"), nil); err == nil {
		t.Error("wrote below a file")
	}
	alone(t, filepath.Dir(target), "file")
}

func TestRemoveRemoves(t *testing.T) {
	t.Parallel()
	path := put(t, "old", 0o600)
	if err := Remove(path); err != nil {
		t.Fatal(err)
	}
	alone(t, filepath.Dir(path))
	refused(t, "a second time", Remove(path), fs.ErrNotExist)
}

// TestAHostilePathIsShownSafely: the system's own error would show it raw.
func TestAHostilePathIsShownSafely(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a\x1b[2J\n\u202eb", "file")
	refused(t, "write", Write(path, nil), fs.ErrNotExist)
	_, err := Read(path, 1)
	refused(t, "read", err, fs.ErrNotExist)
	refused(t, "look at a folder", CheckFolder(path), fs.ErrNotExist)
}

// TestAReaderNeverSeesHalfAFile: writers replace a file by one another's, each
// of one letter throughout.
func TestAReaderNeverSeesHalfAFile(t *testing.T) {
	t.Parallel()
	content := func(writer int) []byte { return bytes.Repeat([]byte{byte('a' + writer)}, 10_000+writer) }
	path := put(t, string(content(0)), 0o600)
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for writer := range 8 {
		writers.Go(func() {
			for range 25 {
				if err := Write(path, content(writer)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				got, err := Read(path, 1<<20)
				if err != nil || len(got) == 0 || !bytes.Equal(got, content(int(got[0]-'a'))) {
					t.Errorf("torn: %d bytes, %v", len(got), err)
					return
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
	alone(t, filepath.Dir(path), "file")
}

func TestAFolderIsMadeForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	if err := os.Chmod(top, 0o755); err != nil { //nolint:gosec // it shall stay open
		t.Fatal(err)
	}
	path := filepath.Join(top, "a", "b", "c")
	for range 2 {
		if err := Folder(path); err != nil {
			t.Fatal(err)
		}
	}
	for folder, want := range map[string]fs.FileMode{top: 0o755, filepath.Join(top, "a"): 0o700, filepath.Join(top, "a", "b"): 0o700, path: 0o700} {
		if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: got %v, %v", folder, info.Mode(), err)
		}
	}
	if err := Folder(top); err != nil {
		t.Error(err)
	}
	if info, _ := os.Stat(top); info.Mode().Perm() != 0o755 {
		t.Error("the mode of a folder that exists was changed")
	}
}

func TestManyMakeTheSameFolder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a", "b", "c")
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			if err := Folder(path); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestWhatIsNoFolderIsRefused(t *testing.T) {
	t.Parallel()
	file, top := put(t, "", 0o600), t.TempDir()
	link, dangling, parent := filepath.Join(top, "link"), filepath.Join(top, "dangling"), filepath.Join(top, "parent")
	for from, to := range map[string]string{link: t.TempDir(), dangling: filepath.Join(top, "nowhere"), parent: t.TempDir()} {
		if err := os.Symlink(to, from); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]error{link: ErrLink, dangling: ErrLink, file: ErrNotFolder} {
		refused(t, path, Folder(path), want)
		refused(t, path, CheckFolder(path), want)
	}
	refused(t, "missing", CheckFolder(filepath.Join(top, "nowhere")), fs.ErrNotExist)
	if err := Folder(filepath.Join(file, "below")); err == nil {
		t.Error("made a folder below a file")
	}
	if err := Folder(filepath.Join(parent, "below")); err != nil {
		t.Errorf("a parent may be a link: %v", err)
	}
}
