package client

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/client/wire"
)

func TestTheLatestAnswerIsKeptWhateverItsStatus(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		status, left := 200, "9"
		w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("RateLimit-Remaining", left)
			write(rw, status, `{"keys":[]}`)
		})
		if got, ok := w.Answered(); ok || got != (wire.Answered{}) {
			t.Errorf("before any answer: %+v", got)
		}
		for _, next := range []int{200, 401, 429, 500} {
			time.Sleep(time.Hour)
			status = next
			_, _ = w.list(t.Context())
			got, ok := w.Answered()
			if !ok || !got.Arrived.Equal(time.Now()) || got.Date.Sub(got.Arrived).Abs() > time.Second || got.Remaining != 9 || got.Limit != -1 {
				t.Errorf("%d: got %+v", next, got)
			}
		}
		before, _ := w.Answered()
		w.Close()
		w.dial = func(ctx context.Context) (net.Conn, error) { return unknownName("x")(ctx, "", "") }
		_, _ = w.list(t.Context())
		if got, _ := w.Answered(); got != before {
			t.Errorf("got %+v without an answer", got)
		}
	})
}
