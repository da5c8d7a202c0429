//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// sweep removes a temporary file of ours whose writer has died. The writer of
// one holds its lock; whoever has that, and finds the file under its name still,
// is the only one who may remove it.
func sweep(name string) remains {
	file, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return gone
	}
	if err != nil {
		return foreign
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return foreign
	}
	if system, ok := info.Sys().(*syscall.Stat_t); !ok || int(system.Uid) != os.Geteuid() {
		return foreign
	}
	switch err := lock(file); {
	case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, syscall.EINTR):
		return busy
	case err != nil:
		return foreign
	}
	if !isAt(file, name) {
		return gone
	}
	if os.Remove(name) != nil {
		return foreign
	}
	return gone
}

// lock waits for nobody.
func lock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// isAt reports whether a file still has a name.
func isAt(file *os.File, name string) bool {
	is, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(name)
	return err == nil && os.SameFile(is, there)
}

// named makes an empty temporary file for path.
func named(path string) (*temporary, error) {
	var file *os.File
	name, err := take(path, func(name string) (err error) {
		file, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL|syscall.O_NOFOLLOW, 0o600)
		if err != nil {
			return err
		}
		err = lock(file)
		if errors.Is(err, syscall.EWOULDBLOCK) || err == nil && !isAt(file, name) {
			_ = file.Close() // another writer took it for a dead one's before it was locked
			return fs.ErrExist
		}
		return nil // where there are no locks, none is needed: nobody else can get one either
	})
	if err != nil {
		return nil, err
	}
	return &temporary{file, name}, nil
}

// release does nothing: what is open can be renamed.
func release(*os.File) error { return nil }
