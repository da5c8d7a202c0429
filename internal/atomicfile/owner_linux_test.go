package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"keyctl/internal/smalldisk"
)

// owned makes a file that belongs to another user.
func owned(t *testing.T, user, group int) string {
	t.Helper()
	path := put(t, "old", 0o640)
	if err := os.Chown(path, user, group); err != nil {
		t.Skipf("only root gives files away (%v): run the tests as root", err)
	}
	return path
}

func TestRewriteKeepsTheOwner(t *testing.T) {
	t.Parallel()
	path := owned(t, 4711, 4712)
	if err := ProveRewrite(path, 10); err != nil {
		t.Error(err)
	}
	if err := Rewrite(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if is := info.Sys().(*syscall.Stat_t); is.Uid != 4711 || is.Gid != 4712 || info.Mode() != 0o640 {
		t.Errorf("it belongs to %d:%d, %v", is.Uid, is.Gid, info.Mode())
	}
	holds(t, path, "new")
	alone(t, filepath.Dir(path), "file")
}

// TestAnOwnerThatCannotBeKeptLeavesTheOldFile: the system refuses as it refuses
// whoever isn't root.
func TestAnOwnerThatCannotBeKeptLeavesTheOldFile(t *testing.T) {
	t.Parallel()
	path := owned(t, 4711, 4712)
	prepare := func(file *os.File, path string) error {
		if err := likeOld(file, path); err != nil {
			return err
		}
		return &os.PathError{Op: "chown", Path: path, Err: syscall.EPERM}
	}
	refused(t, "write", write(path, []byte("new"), replaceBy(prepare)), syscall.EPERM)
	refused(t, "prove", prove(path, 1, prepare), syscall.EPERM)
	old, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	_ = reader.Close()
	if err := giveOwner(reader, old); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v", err)
	}
	holds(t, path, "old")
	alone(t, filepath.Dir(path), "file")
}

func TestAFullDiskIsFoundBeforehand(t *testing.T) {
	t.Parallel()
	folder := smalldisk.Mount(t, "64k")
	path := filepath.Join(folder, "file")
	refused(t, "new", Prove(path, 1<<20), syscall.ENOSPC)
	if err := Write(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	refused(t, "again", Prove(path, 1<<20), syscall.ENOSPC)
	refused(t, "rewritten", ProveRewrite(path, 1<<20), syscall.ENOSPC)
	refused(t, "rewrite", Rewrite(path, make([]byte, 1<<20)), syscall.ENOSPC)
	refused(t, "create", Create(filepath.Join(folder, "new"), make([]byte, 1<<20)), syscall.ENOSPC)
	holds(t, path, "old")
	alone(t, folder, "file")
	if err := syscall.Mount("none", folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	refused(t, "read-only", Prove(path, 1), syscall.EROFS)
	refused(t, "read-only", ProveRewrite(path, 1), syscall.EROFS)
	refused(t, "read-only", Create(filepath.Join(folder, "new"), nil), syscall.EROFS)
}
