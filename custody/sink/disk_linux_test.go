package sink

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"keyctl/client"
)

// mount gives a small file system of its own.
func mount(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("none", folder, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("mounting a tmpfs isn't permitted here (%v): run the tests as root, with CAP_SYS_ADMIN in a container", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	return folder
}

func TestAFullDiskIsFoundBeforehand(t *testing.T) {
	t.Parallel()
	folder := mount(t)
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(at(".env"), []byte("A=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_ = os.WriteFile(at("filler"), make([]byte, 1<<20), 0o600)
	for _, word := range []string{"file:" + at("key"), "env:" + at("new") + "#A", "env:" + at(".env") + "#A"} {
		got := open(t, word, Tools{})
		refused(t, word, got.Ready(t.Context()), client.Failed, "no space left")
		refused(t, word, got.Put(t.Context(), created(secret)), client.Failed, "no space left")
	}
	holds(t, at(".env"), "A=1\n")
	alone(t, folder, ".env", "filler")
}

func TestAReadOnlyFolderIsFoundBeforehand(t *testing.T) {
	t.Parallel()
	folder := mount(t)
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(at(".env"), []byte("A=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("none", folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"file:" + at("key"), "env:" + at("new") + "#A", "env:" + at(".env") + "#A"} {
		got := open(t, word, Tools{Force: true})
		refused(t, word, got.Ready(t.Context()), client.Failed, "read-only")
		refused(t, word, got.Put(t.Context(), created(secret)), client.Failed, "read-only")
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
		refused(t, word, open(t, word, Tools{Force: true}).Ready(t.Context()), client.Failed, "not a regular file")
	}
}
