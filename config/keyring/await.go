package keyring

import (
	"cmp"
	"context"
	"time"
)

// How long a keyring may take: a program that runs alone must not stand still,
// a person has to find and type a password.
const (
	alone  = 3 * time.Second
	person = 60 * time.Second
)

// limits are these two, where they are others.
type limits struct{ alone, person time.Duration }

// wait is how long to wait for a call.
type wait struct {
	limit   time.Duration
	late    func() error  // what to say when it took longer
	notice  time.Duration // when to tell waiting, if it is below limit
	waiting func()        // may be nil
}

func (k Keyring) wait() wait {
	notice := cmp.Or(k.limits.alone, alone)
	limit := notice
	if k.Person {
		limit = cmp.Or(k.limits.person, person)
	}
	return wait{limit, func() error { return lateError(limit, k.Person) }, notice, k.Waiting}
}

// use looks whether the keyring can be used at all, then calls it.
func (k Keyring) use(ctx context.Context, account string, call func() (string, error)) (string, error) {
	if err := checkName(account); err != nil {
		return "", err
	}
	locked, err := k.look(ctx)
	if err != nil {
		return "", err
	}
	if locked && !k.Person {
		return "", lockedError()
	}
	text, err := await(ctx, k.wait(), call)
	return text, explain(err, account, locked)
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
