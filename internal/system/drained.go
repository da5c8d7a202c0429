package system

import (
	"context"
	"time"

	"keyctl/internal/errs"
)

// DrainTime is how long a reader may leave a secret where it was written.
const DrainTime = 30 * time.Second

// outlet is what lies between this process and a reader.
type outlet interface {
	// unread is how much is still in it; an error means that nobody knows.
	unread() (int, error)
	// readerGone reports whether nobody is left to read it.
	readerGone() bool
	// dropped reports whether what is in it no more was never read.
	dropped() bool
}

// drain waits until all has been read that was in an outlet when it began. What
// others write there meanwhile is behind that.
func drain(ctx context.Context, o outlet) error {
	left, err := o.unread()
	taken, others := 0, false
	ctx, stop := context.WithTimeout(ctx, DrainTime)
	defer stop()
	for pause, before := 50*time.Microsecond, left; ; pause = min(2*pause, time.Millisecond) {
		switch {
		case err != nil:
			return nil // what nobody knows counts as read
		case o.dropped():
			return goneUnread()
		case taken >= left:
			return nil
		case o.readerGone():
			return goneUnread()
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			if taken > 0 && others { // how much more it took, they hide
				return nil
			}
			return NotTaken(DrainTime)
		}
		var now int
		now, err = o.unread()
		taken += max(before-now, 0)
		others = others || now > before
		if now == 0 {
			taken = left
		}
		before = now
	}
}

func goneUnread() error {
	return errs.Errorf(errs.Failed, "its reader went away without reading it")
}

// NotTaken is the failure of a reader that left a secret where it was written.
func NotTaken(patience time.Duration) error {
	return errs.Errorf(errs.Failed, "its reader did not take it within %s", patience)
}
