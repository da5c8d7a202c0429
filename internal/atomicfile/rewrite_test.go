package atomicfile

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestRewriteKeepsTheMode(t *testing.T) {
	t.Parallel()
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o644, 0o400, 0o660} {
		path := put(t, "old", 0o600)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := Rewrite(path, []byte("new")); err != nil {
			t.Fatal(err)
		}
		holds(t, path, "new")
		if info, err := os.Stat(path); err != nil || info.Mode() != mode {
			t.Errorf("got %v, want %v, %v", info.Mode(), mode, err)
		}
		alone(t, filepath.Dir(path), "file")
	}
}

func TestRewriteMakesNothing(t *testing.T) {
	t.Parallel()
	path := put(t, "old", 0o600)
	folder := filepath.Dir(path)
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.Symlink(path, at("link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(at("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{"none": fs.ErrNotExist, "link": ErrLink, "folder": ErrNotRegular} {
		refused(t, name, Rewrite(at(name), []byte("new")), want)
		refused(t, name, ProveRewrite(at(name), 1), want)
	}
	holds(t, path, "old")
	alone(t, folder, "file", "folder", "link")
}

func TestProveLeavesNothing(t *testing.T) {
	t.Parallel()
	path := put(t, "old", 0o644)
	folder := filepath.Dir(path)
	if err := os.Symlink(path, filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{Prove(path, 1<<16), Prove(filepath.Join(folder, "new"), 0), ProveRewrite(path, 10)} {
		if err != nil {
			t.Error(err)
		}
	}
	for name, want := range map[string]error{"link": ErrLink, "missing/file": fs.ErrNotExist, ".": ErrNotRegular} {
		refused(t, name, Prove(filepath.Join(folder, name), 1), want)
	}
	holds(t, path, "old")
	alone(t, folder, "file", "link")
}
