// Package merge reads several streams at once and gives them one after another.
package merge

import (
	"context"
	"errors"
	"iter"
	"sync"

	"keyctl/internal/aside"
)

const (
	// mostSources is how many sources are read at once.
	mostSources = 8
	// mostAhead is how many rows of a source wait while another is written, or
	// fewer where they weigh more than 1.
	mostAhead = 256
)

// Source opens one of the streams that are merged. A stream that was opened is
// read, and with that gives back what it holds.
type Source[T any] func(context.Context) (iter.Seq2[T, error], error)

// Failure is why one of the merged sources ended early.
type Failure struct {
	error
	Source int  // its place among the others
	Midway bool // after some of its rows
}

// Unwrap gives the reason.
func (f Failure) Unwrap() error { return f.error }

// Sources reads several sources side by side, and gives the rows of each without
// any other's between them: whichever has one first goes first, to its end. The
// others run ahead a little and wait. What a source fails with is a
// [Failure] that ends that source only; it comes behind its rows, or at once
// where there are none.
//
// The sources are opened one after the other, in their order. Nothing of them
// is left running when the receiver has had enough.
func Sources[T any](ctx context.Context, sources []Source[T], weigh func(T) int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		m := merging[T]{
			weigh: weigh,
			slots: make(chan struct{}, mostSources),
			begun: make(chan *stream[T], len(sources)), empty: make(chan *stream[T], len(sources)),
		}
		m.workers.Go(func() { m.open(ctx, sources) })
		defer m.workers.Wait()
		defer cancel()
		m.give(len(sources), yield)
	}
}

// merging is one run of merge. Each source arrives in one of its two channels,
// which have room for all.
type merging[T any] struct {
	weigh   func(T) int
	workers sync.WaitGroup
	slots   chan struct{}
	begun   chan *stream[T] // with their first row
	empty   chan *stream[T] // at their end, which came before any row
}

// stream is a source at work.
type stream[T any] struct {
	source int
	rows   chan T        // closed at the end
	ahead  chan struct{} // holds one for each piece of weight in rows
	begun  bool
	err    error // why it ended early; valid once it has ended
}

// catch makes an error of a panic, with which the receiver goes on.
func (s *stream[T]) catch(call func()) {
	if caught := aside.Catch(call); caught != nil {
		s.err = caught
	}
}

// open opens the sources as there is room for them.
func (m *merging[T]) open(ctx context.Context, sources []Source[T]) {
	for i, source := range sources {
		s := &stream[T]{source: i}
		select {
		case m.slots <- struct{}{}:
		case <-ctx.Done():
		}
		var rows iter.Seq2[T, error]
		if s.err = context.Cause(ctx); s.err == nil {
			s.catch(func() { rows, s.err = source(ctx) })
		}
		if s.err != nil {
			m.empty <- s
			continue
		}
		m.workers.Go(func() { m.read(ctx, s, rows) })
	}
}

// read runs ahead with one source.
func (m *merging[T]) read(ctx context.Context, s *stream[T], rows iter.Seq2[T, error]) {
	s.rows, s.ahead = make(chan T, mostAhead), make(chan struct{}, mostAhead)
	s.catch(func() {
		for row, err := range rows {
			if err == nil {
				err = m.put(ctx, s, row)
			}
			if err != nil {
				s.err = err
				break
			}
			if !s.begun {
				s.begun = true
				m.begun <- s
			}
		}
	})
	close(s.rows)
	if !s.begun {
		m.empty <- s
	}
}

// put waits until there is room for a row.
func (m *merging[T]) put(ctx context.Context, s *stream[T], row T) error {
	for range m.weight(row) {
		select {
		case s.ahead <- struct{}{}:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	s.rows <- row
	return nil
}

// take makes the room that a row took.
func (m *merging[T]) take(s *stream[T], row T) T {
	for range m.weight(row) {
		<-s.ahead
	}
	return row
}

// weight lets also the heaviest row have room.
func (m *merging[T]) weight(row T) int { return max(1, min(m.weigh(row), mostAhead)) }

// give hands the rows over until every source is at its end.
func (m *merging[T]) give(left int, yield func(T, error) bool) {
	var current *stream[T]
	for left > 0 {
		begun, rows := m.begun, chan T(nil)
		if current != nil {
			begun, rows = nil, current.rows
		}
		var ended *stream[T]
		select {
		case current = <-begun:
		case ended = <-m.empty:
		case row, more := <-rows:
			if !more {
				ended, current = current, nil
			} else if !yield(m.take(current, row), nil) {
				return
			}
		}
		if ended != nil {
			left--
			if !m.end(ended, yield) {
				return
			}
		}
	}
}

// end makes room for another source, and tells why this one ended early.
func (m *merging[T]) end(s *stream[T], yield func(T, error) bool) bool {
	select {
	case <-m.slots:
	default: // it never had a place
	}
	if caught, ok := errors.AsType[*aside.Panic](s.err); ok {
		panic(caught)
	}
	var none T
	return s.err == nil || yield(none, Failure{s.err, s.source, s.begun})
}
