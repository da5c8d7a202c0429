package journal

import (
	"errors"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// errBusy says that another process is at work on an entry.
var errBusy = errors.New("another keyctl is at work on it")

// patience is how long to wait for others that look at an entry.
const patience = time.Second

// take takes the lock of an entry, alone or together with others that only look,
// unless a living process has it. The lock is a file of its own, which the system
// lets go of when a process dies.
func take(path string, alone bool) (unlock func(), mine bool, err error) {
	lock := flock.New(lockOf(path), flock.SetFlag(os.O_CREATE|os.O_RDONLY|noFollow))
	if alone {
		mine, err = lock.TryLock()
	} else {
		mine, err = lock.TryRLock()
	}
	unlock = func() { _ = lock.Unlock() }
	if mine && !there(lock) {
		unlock()
		mine = false
	}
	return unlock, mine, err
}

// there reports whether what is locked still has its name: another process that
// tidies up may have removed it before it was locked.
func there(lock *flock.Flock) bool {
	locked, err := lock.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(lock.Path())
	return err == nil && os.SameFile(locked, named)
}

// takeFirst locks an entry that is about to be, once nobody tidies up there.
func takeFirst(path string) (unlock func(), err error) {
	for begun := time.Now(); ; time.Sleep(time.Millisecond) {
		unlock, mine, err := take(path, true)
		switch {
		case err != nil || mine:
			return unlock, err
		case time.Since(begun) > patience:
			return nil, errBusy
		}
	}
}

// hold opens the file of an entry and locks it itself, too: the other lock may
// have been removed by somebody who tidied up.
func hold(path string, alone bool) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|noFollow, 0)
	if err != nil {
		return nil, err
	}
	if !lockFile(file, alone) {
		_ = file.Close()
		return nil, errBusy
	}
	return file, nil
}
