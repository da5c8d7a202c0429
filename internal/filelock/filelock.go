// Package filelock lets one process at a time do something. The system lets go
// of the lock of a process that died.
package filelock

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// ErrBusy says that somebody else has had the lock for as long as was waited.
var ErrBusy = errors.New("another process holds the lock")

// pause is how long is waited before the lock is tried again.
const pause = 5 * time.Millisecond

// Lock waits until nobody else has the lock of the file at path, which it makes
// and which follows no link. When ctx ends first, the error is its cause; when
// patience does, it is [ErrBusy]. The file stays when the lock is given back:
// two processes that each made one would not wait for each other.
func Lock(ctx context.Context, path string, patience time.Duration) (unlock func(), err error) {
	lock := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDONLY|noFollow))
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	locked, err := lock.TryLockContext(waiting, pause)
	switch {
	case locked:
		return func() { _ = lock.Unlock() }, nil
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.Is(err, context.DeadlineExceeded):
		return nil, ErrBusy
	}
	return nil, err
}
