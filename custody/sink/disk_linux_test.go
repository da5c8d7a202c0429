package sink

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/smalldisk"
)

func TestAFullDiskIsFoundBeforehand(t *testing.T) {
	t.Parallel()
	folder := smalldisk.Mount(t, "64k")
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(at(".env"), []byte("A=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_ = os.WriteFile(at("filler"), make([]byte, 1<<20), 0o600)
	for _, word := range []string{"file:" + at("key"), "env:" + at("new") + "#A", "env:" + at(".env") + "#A"} {
		got := open(t, word, Tools{})
		refused(t, word, got.Ready(t.Context()), errs.Failed, "no space left")
		refused(t, word, got.Put(t.Context(), created(secret)), errs.Failed, "no space left")
	}
	holds(t, at(".env"), "A=1\n")
	alone(t, folder, ".env", "filler")
}

func TestAReadOnlyFolderIsFoundBeforehand(t *testing.T) {
	t.Parallel()
	folder := smalldisk.Mount(t, "64k")
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(at(".env"), []byte("A=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("none", folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"file:" + at("key"), "env:" + at("new") + "#A", "env:" + at(".env") + "#A"} {
		got := open(t, word, Tools{Force: true})
		refused(t, word, got.Ready(t.Context()), errs.Failed, "read-only")
		refused(t, word, got.Put(t.Context(), created(secret)), errs.Failed, "read-only")
	}
	holds(t, at(".env"), "A=1\n")
}

func TestANamedPipeIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"file:" + path, "env:" + path + "#A"} {
		refused(t, word, open(t, word, Tools{Force: true}).Ready(t.Context()), errs.Failed, "not a regular file")
	}
}
