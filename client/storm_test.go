package client

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/client/pace"
	"keyctl/internal/errs"
)

// TestAStormOfRefusalsEnds: a console that always tells to wait holds up one
// command for ten minutes in all, however many keys it is about.
func TestAStormOfRefusalsEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, keys := manyKeys(40)
		w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Retry-After", "60")
			write(rw, http.StatusTooManyRequests, `{"error":"Too Many Requests"}`)
		})
		w.dialect.Limit = pace.Rate{Requests: 1000, Period: time.Minute}
		start := time.Now()
		results, err := w.Change(t.Context(), VerbRevoke, keys, Draft{})
		if err != nil || slices.ContainsFunc(kindsOf(results), func(kind errs.Kind) bool { return kind != errs.RateLimited }) {
			t.Errorf("ended with %v, %v", kindsOf(results), err)
		}
		if took := time.Since(start); took != mostToldToWait {
			t.Errorf("it took %s", took)
		}
	})
}

// TestAWaitAfterTheEndIsNotAnnounced: nobody waits any more.
func TestAWaitAfterTheEndIsNotAnnounced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(http.ResponseWriter, *http.Request) {})
		w.resting = func(pause time.Duration) { t.Errorf("a wait of %s is announced", pause) }
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if w.rest(ctx, time.Minute) {
			t.Error("it waited")
		}
	})
}
