package wire

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestWait bounds a Retry-After, so that sums can't overflow.
const longestWait = time.Hour

// RetryAfter reads how long a console asks to wait: seconds or a date. It is
// never negative and never above an hour.
func RetryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if text == "" {
		return 0, false
	}
	if strings.Trim(text, "0123456789") == "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil || seconds > int64(longestWait/time.Second) {
			return longestWait, true // too many digits are too many seconds
		}
		return time.Duration(seconds) * time.Second, true
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), longestWait), true
}

// Answered is what the header of an answer says, apart from the answer itself.
type Answered struct {
	Arrived time.Time // by this machine's clock
	Date    time.Time // by the console's, to the second; zero when it doesn't tell

	// The rate limit. No console documents one: what is read is how most others
	// tell it [inferred].
	Limit     int64     // requests in a period, -1 when it isn't told
	Remaining int64     // requests that are left of it, -1 when it isn't told
	Reset     time.Time // the begin of the next period, zero when it isn't told
}

// AnsweredBy reads the facts out of the header of an answer that arrived now.
func AnsweredBy(header http.Header, now time.Time) Answered {
	a := Answered{Arrived: now, Limit: -1, Remaining: -1}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		a.Date = date.UTC()
	}
	if limit, ok := rateLimit(header, "Limit"); ok {
		a.Limit = limit
	}
	if remaining, ok := rateLimit(header, "Remaining"); ok {
		a.Remaining = remaining
	}
	if reset, ok := rateLimit(header, "Reset"); ok {
		a.Reset = resetAt(reset, now)
	}
	return a
}

// mostDigits keeps the numbers of a rate limit far from any overflow.
const mostDigits = 13

// rateLimit reads one number of a rate limit, the standard's name before the
// common one. What follows it, like the length of the period, is left alone.
func rateLimit(header http.Header, part string) (int64, bool) {
	for _, name := range []string{"RateLimit-", "X-RateLimit-", "X-Rate-Limit-"} {
		text, _, _ := strings.Cut(header.Get(name+part), ",")
		text, _, _ = strings.Cut(text, ";")
		text = strings.TrimSpace(text)
		if text == "" || len(text) > mostDigits || strings.Trim(text, "0123456789") != "" {
			continue
		}
		if number, err := strconv.ParseInt(text, 10, 64); err == nil {
			return number, true
		}
	}
	return 0, false
}

// From these numbers on, a reset is no number of seconds from now but a Unix
// time, in seconds or in milliseconds: the first is in 2001.
const (
	unixSeconds = 1_000_000_000
	unixMillis  = 1_000_000_000_000
)

func resetAt(number int64, now time.Time) time.Time {
	switch {
	case number >= unixMillis:
		return time.UnixMilli(number).UTC()
	case number >= unixSeconds:
		return time.Unix(number, 0).UTC()
	}
	return now.Add(time.Duration(number) * time.Second).UTC()
}
