package file

import (
	"context"
	"errors"
	"path/filepath"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/filelock"
)

// lock waits until no other process writes the profiles file.
func (s Store) lock(ctx context.Context) (func(), error) {
	path := filepath.Join(s.folder, "profiles.lock")
	unlock, err := filelock.Lock(ctx, path, s.patience)
	switch {
	case err == nil:
		return unlock, nil
	case ctx.Err() != nil:
		return nil, errs.Errorf(errs.Failed, "stopped while another keyctl was writing the profiles file: %w", context.Cause(ctx)).
			WithHint("nothing was changed; try again")
	case errors.Is(err, filelock.ErrBusy):
		return nil, errs.Errorf(errs.Usage, "another keyctl has been writing %s for %s", atomicfile.Quote(s.Path()), s.patience).
			WithHint("wait for it or end it, then try again; it holds the lock on %s", atomicfile.Quote(path))
	}
	return nil, errs.Errorf(errs.Usage, "cannot lock %s: %w", atomicfile.Quote(path), atomicfile.Reason(err)).
		WithHint("look at what is there and who may write it; on a network disk without locks, set XDG_CONFIG_HOME to a local folder")
}
