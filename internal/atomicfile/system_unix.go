//go:build unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"keyctl/internal/killpoint"
)

// open never waits, not even for the other end of a named pipe.
func open(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}

// own refuses a file that others could have written.
func own(info fs.FileInfo) error {
	system, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(system.Uid) != os.Geteuid() && system.Uid != 0 {
		return ErrForeign
	}
	if info.Mode().Perm()&0o022 != 0 {
		return ErrOpen
	}
	return nil
}

func replace(from, to string) error { return os.Rename(from, to) }

// SyncFolder makes a rename outlive a power cut.
func SyncFolder(path string) error {
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
