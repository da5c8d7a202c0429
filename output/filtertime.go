package output

import (
	"slices"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// moment is one side of a range: a point in time, and how long it lasts when
// it is the whole of the range or its included end.
type moment struct {
	at    time.Time
	lasts time.Duration
	span  bool
}

func parseMoment(text string, now time.Time, forward bool) (moment, bool) {
	if length, ok := client.ParseSpan(text); ok {
		if !forward {
			length = -length
		}
		return moment{at: now.Add(length), lasts: 1, span: true}, true
	}
	at, ok := client.ParseDate(text)
	switch {
	case !ok:
		return moment{}, false
	case len(text) == len(time.DateOnly):
		return moment{at: at, lasts: 24 * time.Hour}, true
	case at.Nanosecond() == 0:
		return moment{at: at, lasts: time.Second}, true
	}
	return moment{at: at, lasts: 1}, true
}

// span reads a range of a time; forward means that a span such as 30d lies
// after now. A row without the time is in no range.
func span(instant func(Row) time.Time, forward bool) func(string, time.Time) (func(Row) bool, error) {
	return func(value string, now time.Time) (func(Row) bool, error) {
		from, until, err := parseRange(value, now, forward)
		if err != nil {
			return nil, err
		}
		return func(r Row) bool {
			at := instant(r)
			return !at.IsZero() && (from.IsZero() || !at.Before(from)) && (until.IsZero() || at.Before(until))
		}, nil
	}
}

const rangeHint = "use FROM..TO with a day like 2026-01-31, an RFC 3339 time or a span like 30d on either side, or one day alone"

// parseRange gives the first instant of a range and the first after it; zero
// when that side is open.
func parseRange(value string, now time.Time, forward bool) (from, until time.Time, err error) {
	refuse := func(what string) (time.Time, time.Time, error) {
		return time.Time{}, time.Time{}, errs.Errorf(errs.Usage, "%s %s", safetext.Quote(value), what).WithHint(rangeHint)
	}
	first, last, isRange := strings.Cut(value, "..")
	if !isRange {
		last = first
	}
	if first != "" {
		side, ok := parseMoment(first, now, forward)
		if !ok || side.span && !isRange {
			return refuse("is not a range of time")
		}
		from = side.at
	}
	if last != "" {
		side, ok := parseMoment(last, now, forward)
		if !ok {
			return refuse("is not a range of time")
		}
		until = side.at.Add(side.lasts)
	}
	switch {
	case first == "" && last == "":
		return refuse("is not a range of time")
	case first != "" && last != "" && !from.Before(until):
		return refuse("ends before it begins")
	}
	return from, until, nil
}

// parseUnused reads "30d+". Where the console doesn't tell the last use, no
// key counts as unused.
func parseUnused(value string, now time.Time) (func(Row) bool, error) {
	length, ok := client.ParseSpan(strings.TrimSuffix(value, "+"))
	if !ok || !strings.HasSuffix(value, "+") {
		return nil, errs.Errorf(errs.Usage, "%s is not a length of time without use", safetext.Quote(value)).
			WithHint("use unused=30d+ for keys that were not used for 30 days or longer")
	}
	latest := now.Add(-length)
	return func(r Row) bool {
		at := r.Key.LastUsedAt
		if at.IsZero() {
			at = r.Key.CreatedAt
		}
		return !at.IsZero() && !at.After(latest) && !slices.Contains(r.Key.Unknown, client.FieldLastUsed)
	}, nil
}
