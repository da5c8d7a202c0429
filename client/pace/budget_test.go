package pace

import (
	"strings"
	"testing"
	"time"
)

// TestAReadCostsNoAllocation beyond what it reads: a long list is read in
// hundreds of pieces.
func TestAReadCostsNoAllocation(t *testing.T) {
	b := NewBudget(t.Context(), time.Minute, func(bool) {})
	defer b.End()
	body := b.Body(readCloser{strings.NewReader(strings.Repeat("x", 1<<20))})
	piece := make([]byte, 64)
	if got := testing.AllocsPerRun(1000, func() { _, _ = body.Read(piece) }); got != 0 {
		t.Errorf("%v allocations", got)
	}
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }
