package client

import (
	"context"
	"errors"
	"io"
	"time"

	"keyctl/internal/killpoint"
)

var errTimeout = errors.New("timed out")

// budget bounds how long a request, with its retries, waits for its console.
// Time that is spent elsewhere doesn't count: a list may be read as slowly as
// the reader of its output wants.
type budget struct {
	ctx     context.Context
	cancel  context.CancelCauseFunc
	waiting func(bool)
	timer   *time.Timer
	left    time.Duration
	started time.Time
}

func (c *Client) newBudget(parent context.Context) *budget {
	ctx, cancel := context.WithCancelCause(parent)
	b := &budget{ctx: ctx, cancel: cancel, waiting: c.waiting, left: c.timeout}
	b.timer = time.AfterFunc(c.timeout, func() { cancel(errTimeout) })
	b.timer.Stop()
	return b
}

// start lets the time run.
func (b *budget) start() {
	b.started = time.Now()
	b.timer.Reset(max(b.left, 0))
	b.waiting(true)
}

// pause stops the time.
func (b *budget) pause() {
	b.waiting(false)
	b.timer.Stop()
	b.left -= time.Since(b.started)
}

// end releases what belongs to the request.
func (b *budget) end() {
	b.timer.Stop()
	b.cancel(nil)
}

// wait waits before a retry, and reports whether there is time for it.
func (b *budget) wait(pause time.Duration) bool {
	if pause >= b.left {
		return false
	}
	b.start()
	defer b.pause()
	select {
	case <-time.After(pause):
		return true
	case <-b.ctx.Done():
		return false
	}
}

// budgetBody is the body of an answer, read within a budget that ends with it.
type budgetBody struct {
	io.ReadCloser
	budget *budget
}

func (b budgetBody) Read(p []byte) (int, error) {
	b.budget.start()
	defer b.budget.pause()
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
