package pace

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Rate is a limit of requests in any period of a length.
type Rate struct {
	Requests int
	Period   time.Duration
}

// String gives the limit in words, like "60 requests in a minute".
func (r Rate) String() string {
	period := r.Period.String()
	if r.Period == time.Minute {
		period = "a minute"
	}
	return fmt.Sprintf("%d requests in %s", r.Requests, period)
}

// Window keeps the requests of one credential within a console's limit, from
// the first on: so many in any period, none of them refused. A place in it is
// free again when the period is over since the answer came, because a console
// counts a request when it arrives, which nobody else knows.
//
// It is safe for concurrent use. A nil Window has no limit.
type Window struct {
	rate  Rate
	mutex sync.Mutex
	sends []*time.Time // when the answer came; zero as long as it is awaited
	freed chan struct{}
}

// NewWindow makes a window for a rate, nil for none.
func NewWindow(rate Rate) *Window {
	if rate.Requests <= 0 {
		return nil
	}
	return &Window{rate: rate, freed: make(chan struct{}, 1)}
}

// Enter takes a place, and waits for one with rest, which reports whether it
// could. The caller that has the place reports when the answer came.
func (w *Window) Enter(ctx context.Context, rest func(context.Context, time.Duration) bool) (answered func(), err error) {
	if w == nil {
		return func() {}, nil
	}
	for {
		place, pause := w.take(time.Now())
		switch {
		case place != nil:
			return func() { w.leave(place) }, nil
		case pause > 0:
			if !rest(ctx, pause) {
				return nil, context.Cause(ctx)
			}
			continue
		}
		select { // all places await an answer
		case <-w.freed:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// take gives a place, or how long it takes until the next is free: 0 when
// nobody can say.
func (w *Window) take(now time.Time) (place *time.Time, pause time.Duration) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	var next time.Time
	kept := w.sends[:0]
	for _, at := range w.sends {
		free := at.Add(w.rate.Period)
		if !at.IsZero() && !free.After(now) {
			continue
		}
		kept = append(kept, at)
		if !at.IsZero() && (next.IsZero() || free.Before(next)) {
			next = free
		}
	}
	w.sends = kept
	switch {
	case len(w.sends) < w.rate.Requests:
		place = new(time.Time)
		w.sends = append(w.sends, place)
		return place, 0
	case next.IsZero():
		return nil, 0
	}
	return nil, next.Sub(now)
}

func (w *Window) leave(place *time.Time) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	*place = time.Now()
	select {
	case w.freed <- struct{}{}:
	default:
	}
}
