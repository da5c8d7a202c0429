package output

import (
	"strconv"
	"time"
)

// timeStyle is how a person gets to see a time.
type timeStyle int

const (
	inSeconds timeStyle = iota // RFC 3339 without fractions
	relative                   // in 3 days
	inBoth                     // RFC 3339 (in 3 days)
)

func (s timeStyle) append(text []byte, at, now time.Time) []byte {
	if s != relative {
		text = at.UTC().AppendFormat(text, time.RFC3339)
	}
	if s == inBoth {
		text = append(text, " ("...)
	}
	if s != inSeconds {
		text = appendRelative(text, at, now)
	}
	if s == inBoth {
		text = append(text, ')')
	}
	return text
}

// Relative tells for a person how far a time is from now: "in 3 days",
// "2 hours ago", "just now".
func Relative(at, now time.Time) string { return string(appendRelative(nil, at, now)) }

// appendRelative rounds to the nearest unit, so that a key made a moment ago
// for 90 days ends in 90 days and not in 89.
func appendRelative(text []byte, at, now time.Time) []byte {
	const furthest = 200 * 365 * 24 * time.Hour // sums stay within a Duration
	distance := min(max(at.Sub(now), -furthest), furthest)
	future := distance > 0
	distance = distance.Abs()
	if distance < 45*time.Second {
		return append(text, "just now"...)
	}
	if future {
		text = append(text, "in "...)
	}
	count, unit := relativeUnit(distance)
	text = strconv.AppendInt(text, count, 10)
	text = append(append(text, ' '), unit...)
	if count != 1 {
		text = append(text, 's')
	}
	if !future {
		text = append(text, " ago"...)
	}
	return text
}

func relativeUnit(distance time.Duration) (int64, string) {
	const day = 24 * time.Hour
	in := func(unit time.Duration) int64 { return int64((distance + unit/2) / unit) }
	switch {
	case in(time.Minute) < 60:
		return max(in(time.Minute), 1), "minute"
	case in(time.Hour) < 24:
		return in(time.Hour), "hour"
	case in(day) <= 100:
		return in(day), "day"
	case in(365*day/12) < 24:
		return in(365 * day / 12), "month"
	}
	return in(365 * day), "year"
}
