package client

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"keyctl/internal/errs"
)

func TestPagesAreReadToTheLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		page := map[string]string{"/v1/keys": `{"keys":[{"id":"a"}],"next":"2"}`, "/v1/keys/page/2": `{"next":"3","keys":[]}`, "/v1/keys/page/3": `{"keys":[{"id":"b"}]}`}
		write(rw, 200, page[r.URL.Path])
	})
	keys, err := w.list(t.Context())
	if err != nil || len(keys) != 2 || keys[1].ID != "b" || keys[1].Unknown[0] != FieldScopes {
		t.Errorf("got %v, %v", keys, err)
	}
}

func TestPagesThatNeverEndAreAnError(t *testing.T) {
	t.Parallel()
	count := 0
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
		count++
		write(rw, 200, fmt.Sprintf(`{"keys":[],"next":"%d"}`, count))
	})
	loop := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, `{"keys":[],"next":"2"}`) })
	turns := 0 // through the same two pages, under ever new names
	round := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
		turns++
		write(rw, 200, fmt.Sprintf(`{"keys":[{"id":"k%d"},{"id":"l%d"}],"next":"%d"}`, turns%2, turns%2, turns))
	})
	inPages(round.dialect)
	hostile := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, `{"keys":[],"next":"../../billing"}`) })
	if _, err := w.list(t.Context()); errs.KindOf(err) != errs.Unreachable || !strings.Contains(err.Error(), "no last page") {
		t.Errorf("got %v", err)
	}
	if keys, err := loop.list(t.Context()); errs.KindOf(err) != errs.Unreachable || len(loop.requests) != 2 {
		t.Errorf("got %v, %v", keys, err)
	}
	if keys, err := round.list(t.Context()); errs.KindOf(err) != errs.Unreachable || len(keys) != 4 || len(round.requests) != 3 {
		t.Errorf("got %v, %v after %v", keys, err, round.requests)
	}
	if _, err := hostile.list(t.Context()); err == nil || len(hostile.requests) != 1 {
		t.Errorf("got %v after %v", err, hostile.requests)
	}
}

// Keys that come twice make up no total, and show that a list was changed while
// it was read.
func TestAKeyThatComesTwiceInPagesIsAnError(t *testing.T) {
	t.Parallel()
	for what, pages := range map[string][]string{
		"the same page backwards": {`{"keys":[{"id":"a"},{"id":"b"}],"next":"2"}`, `{"keys":[{"id":"b"},{"id":"a"}]}`},
		"one moved on":            {`{"keys":[{"id":"a"},{"id":"b"}],"next":"2"}`, `{"keys":[{"id":"b"},{"id":"c"}]}`},
		"one of them, later":      {`{"keys":[{"id":"a"},{"id":"b"}],"next":"2"}`, `{"keys":[{"id":"c"},{"id":"d"},{"id":"a"}]}`},
		"on one page":             {`{"keys":[{"id":"a"},{"id":"b"},{"id":"a"}]}`, ""},
	} {
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/v1/keys" {
				write(rw, 200, pages[0])
				return
			}
			write(rw, 200, pages[1])
		})
		inPages(w.dialect)
		keys, err := w.list(t.Context())
		if errs.KindOf(err) != errs.Unreachable || err == nil || !strings.Contains(err.Error(), "sends a key twice") {
			t.Errorf("%s: got %v, %v", what, keys, err)
		}
	}
}

func TestAListWithoutAnEndIsAnError(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, `{"keys":[]}`) })
	w.dialect = testDialect()
	list := w.dialect.Actions[VerbList]
	list.Keys = func(_ Wish, _ io.Reader, yield func(Key) bool) (string, error) {
		for range 2_000_000 {
			if !yield(Key{ID: "a"}) {
				return "", errEnough
			}
		}
		return "", nil
	}
	w.dialect.Actions[VerbList] = list
	count := 0
	var last error
	for _, err := range w.List(t.Context()) {
		if last = err; err == nil {
			count++
		}
	}
	if count != 1_000_000 || errs.KindOf(last) != errs.Unreachable || last == nil || !strings.Contains(last.Error(), "no end") {
		t.Errorf("got %d keys, then %v", count, last)
	}
}

func TestASlowReaderOfAListIsGivenTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
			write(rw, 200, `{"keys":[`)
			for i := range 5000 {
				_, _ = fmt.Fprintf(rw, `{"id":"k%d","name":%q},`, i, strings.Repeat("x", 100))
			}
			_, _ = io.WriteString(rw, `{"id":"last"}]}`)
		})
		count := 0
		for _, err := range w.List(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			count++
			time.Sleep(time.Minute)
		}
		if count != 5001 {
			t.Errorf("got %d keys", count)
		}
	})
}

func TestAConsoleThatDripsRunsOutOfTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			write(rw, 200, `{"keys":[`)
			for r.Context().Err() == nil {
				_, _ = io.WriteString(rw, `{"id":"a"},`)
				_ = http.NewResponseController(rw).Flush()
				time.Sleep(time.Second)
			}
		})
		start, count := time.Now(), 0
		var last error
		for _, err := range w.List(t.Context()) {
			if last = err; err == nil {
				count++
			}
			time.Sleep(500 * time.Millisecond) // half of the time is the reader's own
		}
		took := time.Since(start)
		if errs.KindOf(last) != errs.Unreachable || !strings.Contains(last.Error(), "within 30s") || took < 58*time.Second || took > 62*time.Second || len(w.requests) != 1 {
			t.Errorf("got %d keys, then %v, after %s", count, last, took)
		}
	})
}

func TestAnInterruptedListIsNotTheWhole(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			write(rw, 200, `{"keys":[{"id":"a"},`)
			_ = http.NewResponseController(rw).Flush()
			<-r.Context().Done()
		})
		time.AfterFunc(time.Second, cancel)
		keys, err := w.list(ctx)
		if len(keys) != 1 || err == nil || !strings.Contains(err.Error(), "interrupted") {
			t.Errorf("got %v, %v", keys, err)
		}
	})
}

func TestWhoeverHasEnoughReadsNoMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gone := make(chan struct{})
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			defer close(gone)
			write(rw, 200, `{"keys":[{"id":"a"},`)
			_ = http.NewResponseController(rw).Flush()
			<-r.Context().Done()
		})
		for key, err := range w.List(t.Context()) {
			if err != nil || key.ID != "a" {
				t.Errorf("got %v, %v", key, err)
			}
			break
		}
		<-gone // the connection is closed, not left to drip
	})
}

func TestAReadIsRetriedWithGrowingPausesUntilItIsClear(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, `{"keys":[]}`) })
		start, real, dials := time.Now(), w.dial, 0
		w.dial = func(ctx context.Context) (net.Conn, error) {
			if dials++; dials < 4 {
				return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
			}
			return real(ctx)
		}
		if _, err := w.list(t.Context()); err != nil || dials != 4 || time.Since(start) != 1750*time.Millisecond {
			t.Errorf("got %v after %d dials and %s", err, dials, time.Since(start))
		}
	})
}

func TestAChangeThatNeverLeftIsSentAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newShelf("a")
		w := newWorld(t, s.ServeHTTP)
		real, dials := w.dial, 0
		w.dial = func(ctx context.Context) (net.Conn, error) {
			if dials++; dials < 3 {
				return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
			}
			return real(ctx)
		}
		results, err := w.Change(t.Context(), VerbRevoke, s.keys, Draft{})
		if err != nil || results[0].Err != nil || len(w.sent("DELETE")) != 1 {
			t.Errorf("got %v, %v after %v", results, err, w.requests)
		}
		w.Close()
		w.dial = func(context.Context) (net.Conn, error) { dials++; return nil, syscall.ECONNREFUSED }
		dials = 0
		if results, _ = w.Change(t.Context(), VerbRevoke, s.keys, Draft{}); errs.KindOf(results[0].Err) != errs.Unreachable || dials != 4 {
			t.Errorf("got %v after %d dials", results[0].Err, dials)
		}
	})
}
