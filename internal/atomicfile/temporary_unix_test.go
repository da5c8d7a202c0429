//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// left makes what a writer of path left that died, open for everybody.
func left(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(nameFor(path), []byte("a secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(nameFor(path), 0o644); err != nil { //nolint:gosec // as other programs leave theirs
		t.Fatal(err)
	}
}

// TestTheNextWriterRemovesWhatADeadOneLeft, whatever it comes for.
func TestTheNextWriterRemovesWhatADeadOneLeft(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]func(path string) error{
		"write":         func(path string) error { return Write(path, []byte("new")) },
		"rewrite":       func(path string) error { return Rewrite(path, []byte("new")) },
		"prove":         func(path string) error { return Prove(path, 5) },
		"prove rewrite": func(path string) error { return ProveRewrite(path, 5) },
		"remove":        Remove,
		"create": func(path string) error {
			if err := Create(path, nil); !errors.Is(err, fs.ErrExist) {
				return errors.New("it replaced a file")
			}
			return nil
		},
	} {
		path := put(t, "old", 0o600)
		left(t, path)
		if err := next(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Lstat(nameFor(path)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: it is still there: %v", name, err)
		}
	}
}

// TestWhatIsNotADeadWritersIsLeft, and stops nobody.
func TestWhatIsNotADeadWritersIsLeft(t *testing.T) {
	t.Parallel()
	for name, make := range map[string]func(name string) error{
		"folder": func(name string) error { return os.Mkdir(name, 0o700) },
		"link":   func(name string) error { return os.Symlink("nowhere", name) },
	} {
		path := put(t, "old", 0o600)
		if err := make(nameFor(path)); err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{Prove(path, 10), ProveRewrite(path, 10), Write(path, []byte("new"))} {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		holds(t, path, "new")
		alone(t, filepath.Dir(path), filepath.Base(nameFor(path)), "file")
	}
}

// TestALivingWriterIsWaitedFor: it has its name until it is done.
func TestALivingWriterIsWaitedFor(t *testing.T) {
	t.Parallel()
	path := put(t, "old", 0o600)
	living, err := namedFor(path, []byte("living"))
	if err != nil {
		t.Fatal(err)
	}
	if got := sweep(living.name); got != busy {
		t.Errorf("it is taken for %v", got)
	}
	var group sync.WaitGroup
	group.Go(func() {
		if err := Write(path, []byte("second")); err != nil {
			t.Error(err)
		}
	})
	err = replaceBy(private)(living, path)
	living.drop()
	group.Wait()
	if err != nil {
		t.Error(err)
	}
	alone(t, filepath.Dir(path), "file")
}

// TestWhereEveryFileHasANameItIsPrivateUntilTheEnd, also one that replaces a
// file that everybody reads.
func TestWhereEveryFileHasANameItIsPrivateUntilTheEnd(t *testing.T) {
	t.Parallel()
	path := put(t, "old", 0o644)
	made, err := namedFor(path, []byte("new"))
	if err != nil {
		t.Fatal(err)
	}
	seen := func(file *os.File, path string) error {
		if info, err := file.Stat(); err != nil || info.Mode() != 0o600 {
			t.Errorf("it is %v, %v", info.Mode(), err)
		}
		return likeOld(file, path)
	}
	err = replaceBy(seen)(made, path)
	made.drop()
	if info, failed := os.Stat(path); err != nil || failed != nil || info.Mode() != 0o644 {
		t.Errorf("got %v, %v", err, failed)
	}
	holds(t, path, "new")
	alone(t, filepath.Dir(path), "file")
}

// TestManyWritersWithNames: as where no file is without one.
func TestManyWritersWithNames(t *testing.T) {
	t.Parallel()
	path := put(t, "old", 0o600)
	var group sync.WaitGroup
	for number := range 8 {
		group.Go(func() {
			for range 20 {
				made, err := namedFor(path, []byte(strings.Repeat(string(rune('a'+number)), 1000)))
				if err == nil {
					err = replaceBy(private)(made, path)
					made.drop()
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	content, err := os.ReadFile(path)
	if text := string(content); err != nil || len(text) != 1000 || strings.Trim(text, text[:1]) != "" {
		t.Errorf("torn: %d bytes, %v", len(text), err)
	}
	alone(t, filepath.Dir(path), "file")
}
