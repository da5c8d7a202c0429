package keyring

import (
	"context"
	"time"
)

// wait is how long to wait for a call.
type wait struct {
	limit   time.Duration
	late    func() error  // what to say when it took longer
	notice  time.Duration // when to call waiting, if it is below limit
	waiting func()        // may be nil
}

type result[T any] struct {
	value T
	err   error
}

// await makes a call that may hang, panic or come back too late. One that hangs
// cannot be stopped: it stays behind with what it holds until the process ends,
// which is soon.
func await[T any](ctx context.Context, w wait, call func() (T, error)) (T, error) {
	var none T
	if ctx.Err() != nil {
		return none, interruptedError(ctx)
	}
	done := make(chan result[T], 1) // buffered: a call that comes back late can end
	go func() {
		defer func() {
			if reason := recover(); reason != nil {
				done <- result[T]{err: brokenError(reason)}
			}
		}()
		value, err := call()
		done <- result[T]{value, err}
	}()
	slow, late := time.NewTimer(w.notice), time.NewTimer(w.limit)
	defer slow.Stop()
	defer late.Stop()
	for {
		select {
		case r := <-done:
			if r.err != nil && ctx.Err() != nil {
				return none, interruptedError(ctx)
			}
			return r.value, r.err
		case <-ctx.Done():
			return none, interruptedError(ctx)
		case <-late.C:
			return none, w.late()
		case <-slow.C:
			if w.waiting != nil && w.limit > w.notice {
				w.waiting()
			}
		}
	}
}
