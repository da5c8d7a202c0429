//go:build unix

package atomicfile

import (
	"errors"
	"os"
	"syscall"

	"keyctl/internal/killpoint"
)

// open never waits, not even for the other end of a named pipe.
func open(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}

func replace(from, to string) error { return os.Rename(from, to) }

// syncFolder makes a rename outlive a power cut.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	err = folder.Sync()
	killpoint.At("after a folder's fsync")
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil // a file system without it has nothing to wait for
	}
	return errors.Join(err, folder.Close())
}
