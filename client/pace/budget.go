package pace

import (
	"context"
	"errors"
	"io"
	"time"

	"keyctl/internal/killpoint"
)

// ErrTimeout is the cause with which a budget ends that is spent.
var ErrTimeout = errors.New("timed out")

// Budget bounds how long a request, with its retries, waits for its console.
// Time that is spent elsewhere doesn't count: a list may be read as slowly as
// the reader of its output wants.
type Budget struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	waiting func(bool)
	timer   *time.Timer
	left    time.Duration
	started time.Time
}

// NewBudget makes a budget of a length, which ends with parent. Its time does not
// run before [Budget.Start]. waiting is told when it begins to run, and when it
// stops.
func NewBudget(parent context.Context, length time.Duration, waiting func(bool)) *Budget {
	ctx, cancel := context.WithCancelCause(parent)
	b := &Budget{ctx: ctx, cancel: cancel, waiting: waiting, left: length}
	b.timer = time.AfterFunc(length, func() { cancel(ErrTimeout) })
	b.timer.Stop()
	return b
}

// Context is the context that ends with the budget.
func (b *Budget) Context() context.Context { return b.ctx }

// Cause is why the budget ended, nil as long as it has not.
func (b *Budget) Cause() error { return context.Cause(b.ctx) }

// Left is how much time there is when it runs no more.
func (b *Budget) Left() time.Duration { return b.left }

// Start lets the time run.
func (b *Budget) Start() {
	b.started = time.Now()
	b.timer.Reset(max(b.left, 0))
	b.waiting(true)
}

// Pause stops the time.
func (b *Budget) Pause() {
	b.waiting(false)
	b.timer.Stop()
	b.left -= time.Since(b.started)
}

// End releases what belongs to the request.
func (b *Budget) End() {
	b.timer.Stop()
	b.cancel(nil)
}

// Wait waits before a retry, and reports whether there is time for it.
func (b *Budget) Wait(pause time.Duration) bool {
	if pause >= b.left {
		return false
	}
	b.Start()
	defer b.Pause()
	select {
	case <-time.After(pause):
		return true
	case <-b.ctx.Done():
		return false
	}
}

// Body lets the time run while the body of an answer is read.
func (b *Budget) Body(body io.ReadCloser) io.ReadCloser { return budgetBody{body, b} }

// budgetBody is the body of an answer, read within a budget.
type budgetBody struct {
	io.ReadCloser
	budget *Budget
}

func (b budgetBody) Read(p []byte) (int, error) {
	b.budget.Start()
	defer b.budget.Pause()
	n, err := b.ReadCloser.Read(p)
	if err == nil {
		killpoint.At("send: after a piece of the answer's body")
	} else {
		killpoint.At("send: after the end of the answer's body")
	}
	if err != nil && !errors.Is(err, io.EOF) && b.budget.ctx.Err() != nil {
		err = context.Cause(b.budget.ctx)
	}
	return n, err
}
