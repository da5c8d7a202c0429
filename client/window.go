package client

import (
	"context"
	"sync"
	"time"
)

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

// enter takes a place, and waits for one with rest, which reports whether it
// could. Whoever has the place says when the answer came.
func (w *Window) enter(ctx context.Context, rest func(context.Context, time.Duration) bool) (answered func(), err error) {
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

// Windows hands out one window for each credential at each origin.
type Windows struct {
	mutex   sync.Mutex
	windows []sharedWindow
}

type sharedWindow struct {
	credential Credential
	window     *Window
}

// For gives the window that counts the requests of a credential.
func (w *Windows) For(credential Credential, rate Rate) *Window {
	if rate.Requests <= 0 {
		return nil
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, shared := range w.windows {
		if shared.credential.Origin == credential.Origin && shared.credential.Secret.Equal(credential.Secret) {
			return shared.window
		}
	}
	made := NewWindow(rate)
	w.windows = append(w.windows, sharedWindow{credential, made})
	return made
}

// rest waits because of a console's limit, and reports whether it could wait
// until the end. No timeout counts the time.
func (c *Client) rest(ctx context.Context, pause time.Duration) bool {
	if ctx.Err() != nil {
		return false
	}
	c.resting(pause)
	c.waiting(true)
	defer c.waiting(false)
	select {
	case <-time.After(pause):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
