package cmd

import (
	"bytes"
	"context"
	"io"
	"time"
)

// leaveTime is how long a write may still take once a signal has come.
const leaveTime = 500 * time.Millisecond

// leavingWriter gives up a write that nobody takes when its context ends: a list
// is no reason to wait for a reader that sleeps. It is not for what must arrive.
type leavingWriter struct {
	ctx context.Context
	out io.Writer
}

type writeResult struct {
	count int
	err   error
}

// Write writes a copy, because a write that is given up still looks at it.
func (w leavingWriter) Write(text []byte) (int, error) {
	done, text := make(chan writeResult, 1), bytes.Clone(text)
	go func() {
		count, err := w.out.Write(text)
		done <- writeResult{count, err}
	}()
	select {
	case whole := <-done:
		return whole.count, whole.err
	case <-w.ctx.Done():
	}
	select {
	case whole := <-done:
		return whole.count, whole.err
	case <-time.After(leaveTime):
		return 0, context.Cause(w.ctx)
	}
}
