package custody

import (
	"context"
	"time"
)

// GraceTime is how long the sinks may still take once a signal has come.
const GraceTime = 10 * time.Second

// grace gives a context that ends some time after the other: a new secret isn't
// dropped because somebody is in a hurry.
func grace(ctx context.Context) (context.Context, func()) {
	longer, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	end := func() { cancel(context.Cause(ctx)) }
	unwatch := context.AfterFunc(ctx, func() { time.AfterFunc(GraceTime, end) })
	return longer, func() { unwatch(); cancel(nil) }
}
