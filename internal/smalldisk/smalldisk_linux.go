// Package smalldisk gives a test a small file system of its own, which can be
// filled.
package smalldisk

import (
	"syscall"
	"testing"
)

// Mount gives the folder of a file system of a size, like "64k". It skips the
// test where nothing can be mounted.
func Mount(t testing.TB, size string) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("none", folder, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("mounting a tmpfs isn't permitted here (%v): run the tests as root, with CAP_SYS_ADMIN in a container", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	return folder
}
