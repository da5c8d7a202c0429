package output

import (
	"cmp"
	"strings"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/suggest"
)

// ParseSort reads an order: a column, with "-" before it the other way round,
// and after commas more columns for rows that are equal so far: "name",
// "-created", "status,-last_used". Keys without the time come last either way.
// The function is for slices.SortStableFunc. An unknown column is an error of
// kind Usage.
func ParseSort(text string) (func(a, b Row) int, error) {
	var orders []func(a, b Row) int
	for word := range strings.SplitSeq(text, ",") {
		name, descending := strings.CutPrefix(strings.TrimSpace(word), "-")
		chosen, err := findColumn(name)
		if err != nil {
			return nil, errs.Errorf(errs.Usage, "cannot sort by %s", safetext.Quote(word)).
				WithHint("%ssort by %s; -created begins with the newest",
					suggest.Hint(name, ColumnNames()), strings.Join(ColumnNames(), ", "))
		}
		orders = append(orders, chosen.order(descending))
	}
	return func(a, b Row) int {
		for _, order := range orders {
			if result := order(a, b); result != 0 {
				return result
			}
		}
		return 0
	}, nil
}

func (c column) order(descending bool) func(a, b Row) int {
	if c.instant != nil {
		return func(a, b Row) int { return compareInstants(c.instant(a), c.instant(b), descending) }
	}
	if descending {
		return func(a, b Row) int { return cmp.Compare(c.text(b), c.text(a)) }
	}
	return func(a, b Row) int { return cmp.Compare(c.text(a), c.text(b)) }
}

func compareInstants(a, b time.Time, descending bool) int {
	switch {
	case a.IsZero() || b.IsZero():
		return compareBool(a.IsZero(), b.IsZero())
	case descending:
		return b.Compare(a)
	}
	return a.Compare(b)
}

// compareBool puts false first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
