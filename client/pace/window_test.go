package pace

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestPlacesInUseAreWaitedFor: as long as answers are awaited, nobody can say
// when a place is free.
func TestPlacesInUseAreWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		window := NewWindow(Rate{Requests: 2, Period: time.Minute})
		rest := func(_ context.Context, pause time.Duration) bool { time.Sleep(pause); return true }
		start := time.Now()
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() {
				answered, err := window.Enter(t.Context(), rest)
				if err != nil {
					t.Error(err)
					return
				}
				time.Sleep(10 * time.Second)
				answered()
			})
		}
		group.Wait()
		if took := time.Since(start); took != 150*time.Second {
			t.Errorf("took %s", took)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range 2 {
			if _, err := window.Enter(t.Context(), rest); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := window.Enter(ctx, rest); err == nil {
			t.Error("a wait did not end with its context")
		}
	})
}
