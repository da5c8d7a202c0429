package system

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// madeUpOutlet is an outlet whose fill is a function of the time.
type madeUpOutlet struct {
	begun time.Time
	fill  func(after time.Duration) int
	err   error
	gone  time.Duration // when its reader goes away; 0 for never
	drops bool          // what is unread then
}

func (o madeUpOutlet) after() time.Duration { return time.Since(o.begun) }
func (o madeUpOutlet) left() bool           { return o.gone > 0 && o.after() >= o.gone }
func (o madeUpOutlet) readerGone() bool     { return !o.drops && o.left() }
func (o madeUpOutlet) dropped() bool        { return o.drops && o.left() }

func (o madeUpOutlet) unread() (int, error) {
	if o.dropped() {
		return 0, o.err
	}
	return o.fill(o.after()), o.err
}

func TestWhatLeavesAnOutletArrived(t *testing.T) {
	t.Parallel()
	empty := func(time.Duration) int { return 0 }
	full := func(time.Duration) int { return 100 }
	shrinks := func(after time.Duration) int { return max(0, 100-int(after/time.Second)*50) }
	part := func(after time.Duration) int { return max(40, 100-int(after/time.Second)*50) }
	// Somebody else fills up each second what was taken half a second before.
	refilled := func(piece int) func(time.Duration) int {
		return func(after time.Duration) int {
			if after%time.Second >= time.Second/2 {
				return 100 - piece
			}
			return 100
		}
	}
	for name, test := range map[string]struct {
		outlet madeUpOutlet
		says   string
		within time.Duration
	}{
		"empty":                              {madeUpOutlet{fill: empty}, "", 0},
		"cannot be told":                     {madeUpOutlet{fill: full, err: errors.ErrUnsupported}, "", 0},
		"taken":                              {madeUpOutlet{fill: shrinks}, "", 3 * time.Second},
		"not taken":                          {madeUpOutlet{fill: full}, "did not take it within 30s", DrainTime},
		"taken in part":                      {madeUpOutlet{fill: part}, "did not take it within 30s", DrainTime},
		"others write, all of ours is taken": {madeUpOutlet{fill: refilled(25)}, "", 5 * time.Second},
		"others write, the reader is slow":   {madeUpOutlet{fill: refilled(1)}, "", DrainTime},
		"its reader leaves":                  {madeUpOutlet{fill: full, gone: time.Second}, "went away without reading it", 2 * time.Second},
		"its reader drops it":                {madeUpOutlet{fill: full, gone: time.Second, drops: true}, "went away without reading it", 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				test.outlet.begun = time.Now()
				err := drain(t.Context(), test.outlet)
				if said := errorText(err); (said == "") != (test.says == "") || !strings.Contains(said, test.says) || time.Since(test.outlet.begun) > test.within {
					t.Errorf("after %s: %v", time.Since(test.outlet.begun), err)
				}
			})
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// A command that ends doesn't wait for a reader.
func TestAnOutletIsLeftWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithTimeout(t.Context(), time.Second)
		defer end()
		begun := time.Now()
		if err := drain(ctx, madeUpOutlet{begun: begun, fill: func(time.Duration) int { return 1 }}); err == nil || time.Since(begun) != time.Second {
			t.Errorf("after %s: %v", time.Since(begun), err)
		}
	})
}
