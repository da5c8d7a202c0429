package system

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// TestAListLeavesAReaderThatSleeps when the command ends, and not before.
func TestAListLeavesAReaderThatSleeps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cause := errors.New("enough")
		ctx, end := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Hour, func() { end(cause) })
		reader, writer := io.Pipe()
		_, closed := io.Pipe()
		_ = closed.Close()
		start := time.Now()
		if _, err := Leaving(ctx, writer).Write([]byte("row\n")); !errors.Is(err, cause) || time.Since(start) != time.Hour+leaveTime {
			t.Errorf("ended with %v after %s", err, time.Since(start))
		}
		_ = reader.Close()
		synctest.Wait()
		// What is taken at once is still written, also after the end.
		if count, err := Leaving(ctx, io.Discard).Write([]byte("row\n")); count != 4 || err != nil {
			t.Errorf("got %d, %v", count, err)
		}
		if _, err := Leaving(t.Context(), closed).Write([]byte("row\n")); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("got %v", err)
		}
	})
}
