package system

import (
	"bytes"
	"context"
	"io"
	"time"

	"keyctl/internal/aside"
)

// leaveTime is how long a write may still take once its context has ended.
const leaveTime = 500 * time.Millisecond

// Leaving gives a writer that abandons a write nobody takes when ctx ends: a
// list is no reason to wait for a reader that sleeps. It is not for what must
// arrive.
func Leaving(ctx context.Context, out io.Writer) io.Writer { return leavingWriter{ctx, out} }

type leavingWriter struct {
	ctx context.Context
	out io.Writer
}

type writeResult struct {
	count int
	err   error
}

// Write writes a copy, because a write that is abandoned still reads it.
func (w leavingWriter) Write(text []byte) (int, error) {
	text = bytes.Clone(text)
	done := aside.Go(func() writeResult {
		count, err := w.out.Write(text)
		return writeResult{count, err}
	})
	select {
	case result := <-done:
		whole := result.Get()
		return whole.count, whole.err
	case <-w.ctx.Done():
	}
	select {
	case result := <-done:
		whole := result.Get()
		return whole.count, whole.err
	case <-time.After(leaveTime):
		return 0, context.Cause(w.ctx)
	}
}
