package output

import (
	"math"
	"testing"
	"time"
)

func TestRelativeTimes(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for distance, want := range map[time.Duration]string{
		0:                               "just now",
		44 * time.Second:                "just now",
		-44 * time.Second:               "just now",
		45 * time.Second:                "in 1 minute",
		-45 * time.Second:               "1 minute ago",
		90 * time.Second:                "in 2 minutes",
		59 * time.Minute:                "in 59 minutes",
		59*time.Minute + 40*time.Second: "in 1 hour",
		-2 * time.Hour:                  "2 hours ago",
		23*time.Hour + 40*time.Minute:   "in 1 day",
		90*day - time.Minute:            "in 90 days",
		3*day + time.Hour:               "in 3 days",
		-100 * day:                      "100 days ago",
		-101 * day:                      "3 months ago",
		365 * day:                       "in 12 months",
		729 * day:                       "in 2 years",
		-3650 * day:                     "10 years ago",
		math.MaxInt64:                   "in 200 years",
		math.MinInt64:                   "200 years ago",
	} {
		if got := string(appendRelative(nil, now.Add(distance), now)); got != want {
			t.Errorf("%v: got %q, want %q", distance, got, want)
		}
	}
}

func TestTimeStyles(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 14, 0, 0, 999, time.FixedZone("", 3600))
	for style, want := range map[timeStyle]string{
		inSeconds: "2026-03-01T13:00:00Z",
		relative:  "in 1 hour",
		inBoth:    "2026-03-01T13:00:00Z (in 1 hour)",
	} {
		if got := string(style.append(nil, at, now)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
