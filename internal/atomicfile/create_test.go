package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

func noLinks(from, to string) error {
	return &os.LinkError{Op: "link", Old: from, New: to, Err: errors.ErrUnsupported}
}

func TestCreateMakesAFileForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	if err := Create(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "new")
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
	alone(t, filepath.Dir(path), "file")
}

func TestCreateLeavesWhatIsThere(t *testing.T) {
	t.Parallel()
	path := put(t, "old", 0o644)
	folder := filepath.Dir(path)
	at := func(name string) string { return filepath.Join(folder, name) }
	for from, to := range map[string]string{"link": path, "dangling": at("nowhere")} {
		if err := os.Symlink(to, at(from)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(at("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{
		"file": fs.ErrExist, "link": ErrLink, "dangling": ErrLink, "folder": ErrNotRegular, "missing/file": fs.ErrNotExist,
	} {
		refused(t, name, Create(at(name), []byte("new")), want)
	}
	holds(t, path, "old")
	alone(t, folder, "dangling", "file", "folder", "link")
}

// TestOneOfManyCreates: whoever comes second finds the first one's file, whole.
func TestOneOfManyCreates(t *testing.T) {
	t.Parallel()
	byName := func(link func(from, to string) error) placing {
		return func(t *temporary, path string) error {
			if err := t.giveName(path); err != nil {
				return err
			}
			return createBy(link)(t, path)
		}
	}
	for _, way := range []placing{createBy(os.Link), byName(os.Link), byName(noLinks)} {
		path := filepath.Join(t.TempDir(), "file")
		var group sync.WaitGroup
		var made atomic.Int32
		for number := range 16 {
			group.Go(func() {
				content := fmt.Sprintf("writer %d", number)
				err := write(path, []byte(content), way)
				if err == nil {
					made.Add(1)
					holds(t, path, content)
				} else if !errors.Is(err, fs.ErrExist) {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if made.Load() != 1 {
			t.Errorf("%d made it", made.Load())
		}
		alone(t, filepath.Dir(path), "file")
	}
}

// TestWithoutHardLinksNothingIsReplacedEither: the name is taken first.
func TestWithoutHardLinksNothingIsReplacedEither(t *testing.T) {
	t.Parallel()
	old := put(t, "old", 0o600)
	from := filepath.Join(filepath.Dir(old), "from")
	if err := os.WriteFile(from, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := place(from, old, noLinks); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	holds(t, old, "old")
	if err := os.Symlink(filepath.Join(filepath.Dir(old), "nowhere"), old+".link"); err != nil {
		t.Fatal(err)
	}
	if err := place(from, old+".link", noLinks); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a dangling link: got %v", err)
	}
	if err := place(from+".gone", old+".new", noLinks); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	alone(t, filepath.Dir(old), "file", "file.link", "from")
	if err := place(from, old+".new", noLinks); err != nil {
		t.Fatal(err)
	}
	holds(t, old+".new", "new")
}
