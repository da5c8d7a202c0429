//go:build unix

package sink

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"keyctl/internal/atomicfile"
)

// lockPatience is how long another keyctl may write into the same folder.
const lockPatience = 10 * time.Second

// lockFolder waits until no other keyctl rewrites a file of the folder that path
// is in. The lock is on the folder itself, so that it leaves no file behind; where
// a file system has no locks, there is none.
func lockFolder(ctx context.Context, path string) (unlock func(), err error) {
	folder := filepath.Dir(path)
	lock := flock.New(folder, flock.SetFlag(os.O_RDONLY))
	waiting, stop := context.WithTimeout(ctx, lockPatience)
	defer stop()
	locked, err := lock.TryLockContext(waiting, 5*time.Millisecond)
	none := func(reason syscall.Errno) bool { return errors.Is(err, reason) }
	switch {
	case locked:
		return func() { _ = lock.Close() }, nil
	case ctx.Err() != nil:
		return nil, failed("stopped while another keyctl was writing into %s: %w", atomicfile.Quote(folder), context.Cause(ctx)).WithHint("try again")
	case errors.Is(err, context.DeadlineExceeded):
		return nil, failed("another program has locked %s for %s", atomicfile.Quote(folder), lockPatience).WithHint("wait for it or end it, then try again")
	case none(syscall.ENOTSUP), none(syscall.ENOSYS), none(syscall.ENOLCK), none(syscall.EINVAL), none(syscall.EBADF):
		return func() {}, nil
	}
	return nil, failed("cannot lock %s: %w", atomicfile.Quote(folder), atomicfile.Reason(err)).WithHint("look at who may read the folder")
}
