package config

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"keyctl/client"
	"keyctl/internal/atomicfile"
)

// lock waits until no other process writes the profiles file. The system lets
// go of the lock of a process that died; the lock's file stays, because two
// processes that each made one would not wait for each other.
func (s Store) lock(ctx context.Context) (func(), error) {
	path := filepath.Join(s.folder, "profiles.lock")
	lock := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDONLY|noFollow))
	waiting, stop := context.WithTimeout(ctx, s.patience)
	defer stop()
	locked, err := lock.TryLockContext(waiting, 5*time.Millisecond)
	switch {
	case locked:
		return func() { _ = lock.Unlock() }, nil
	case ctx.Err() != nil:
		return nil, client.Errorf(client.Failed, "stopped while another keyctl was writing the profiles file: %w", context.Cause(ctx)).
			WithHint("nothing was changed; try again")
	case errors.Is(err, context.DeadlineExceeded):
		return nil, client.Errorf(client.Usage, "another keyctl has been writing %s for %s", atomicfile.Quote(s.Path()), s.patience).
			WithHint("wait for it or end it, then try again; it holds the lock on %s", atomicfile.Quote(path))
	}
	return nil, client.Errorf(client.Usage, "cannot lock %s: %w", atomicfile.Quote(path), pathReason(err)).
		WithHint("look at what is there and who may write it; on a network disk without locks, set XDG_CONFIG_HOME to a local folder")
}

// pathReason drops the path from an error of the system, which shows it unquoted.
func pathReason(err error) error {
	if pathError, ok := errors.AsType[*os.PathError](err); ok {
		return pathError.Err
	}
	return err
}
