package atomicfile

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/smalldisk"
)

func TestAFullDiskLeavesTheOldFile(t *testing.T) {
	t.Parallel()
	folder := smalldisk.Mount(t, "64k")
	path := filepath.Join(folder, "file")
	if err := Write(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	err := Write(path, make([]byte, 1<<20))
	refused(t, "full", err, syscall.ENOSPC)
	if e, _ := errors.AsType[*errs.Error](err); !strings.Contains(e.Hint, "make room") {
		t.Errorf("got the hint %q", e.Hint)
	}
	holds(t, path, "old")
	alone(t, folder, "file")
	if err := Write(path, []byte("new")); err != nil {
		t.Error(err)
	}
	holds(t, path, "new")
}

// TestADiskFullToTheBrimLeavesTheOldFile: there isn't even room for a name.
func TestADiskFullToTheBrimLeavesTheOldFile(t *testing.T) {
	t.Parallel()
	folder := smalldisk.Mount(t, "64k")
	path := filepath.Join(folder, "file")
	if err := Write(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	_ = os.WriteFile(filepath.Join(folder, "filler"), make([]byte, 1<<20), 0o600)
	for _, content := range []string{"x", strings.Repeat("x", 1<<14)} {
		refused(t, "full", Write(path, []byte(content)), syscall.ENOSPC)
	}
	holds(t, path, "old")
	alone(t, folder, "file", "filler")
	for n := 0; ; n++ { // now no more names
		if err := os.Mkdir(filepath.Join(folder, "filler"+strings.Repeat("x", n)), 0o700); err != nil && !errors.Is(err, os.ErrExist) {
			break
		}
		if n == 200 {
			return // names cost nothing on this kernel
		}
	}
	refused(t, "full of names", Write(path, []byte("new")), syscall.ENOSPC)
	holds(t, path, "old")
}

func TestAReadOnlyFolderLeavesTheOldFile(t *testing.T) {
	t.Parallel()
	folder := smalldisk.Mount(t, "64k")
	path := filepath.Join(folder, "file")
	if err := Write(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("none", folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	refused(t, "write", Write(path, []byte("new")), syscall.EROFS)
	refused(t, "remove", Remove(path), syscall.EROFS)
	refused(t, "make a folder", Folder(filepath.Join(folder, "a", "b")), syscall.EROFS)
	holds(t, path, "old")
	alone(t, folder, "file")
}

// TestWhatIsNoRegularFileIsRefusedAtOnce: none of them may be waited for.
func TestWhatIsNoRegularFileIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	fifo, socket := filepath.Join(folder, "fifo"), filepath.Join(folder, "s")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	for _, path := range []string{fifo, "/dev/zero", "/dev/null"} {
		_, err := Read(path, 100)
		refused(t, path, err, ErrNotRegular)
		refused(t, path, Write(path, []byte("new")), ErrNotRegular)
	}
	if _, err := Read(socket, 100); err == nil {
		t.Error("read a socket")
	}
	refused(t, socket, Write(socket, []byte("new")), ErrNotRegular)
}

// TestAFileThatHidesItsSizeIsCut: the kernel says that these are empty.
func TestAFileThatHidesItsSizeIsCut(t *testing.T) {
	t.Parallel()
	if content, err := Read("/proc/self/status", 1<<20); err != nil || len(content) == 0 {
		t.Errorf("got %d bytes, %v", len(content), err)
	}
	_, err := Read("/proc/self/status", 10)
	refused(t, "status", err, ErrTooLarge)
}
