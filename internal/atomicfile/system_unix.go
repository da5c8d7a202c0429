//go:build unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
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
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil // a file system without it has nothing to wait for
	}
	return errors.Join(err, folder.Close())
}

// giveOwner gives a file the owner and the group of an old one.
func giveOwner(file *os.File, old fs.FileInfo) error {
	made, err := file.Stat()
	if err != nil {
		return err
	}
	is, known := made.Sys().(*syscall.Stat_t)
	want, alsoKnown := old.Sys().(*syscall.Stat_t)
	if known && alsoKnown && is.Uid == want.Uid && is.Gid == want.Gid {
		return nil // nothing to change, which some file systems would refuse
	}
	if !alsoKnown {
		return errors.ErrUnsupported
	}
	return file.Chown(int(want.Uid), int(want.Gid))
}
