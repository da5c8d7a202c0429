package client

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Answered is what the header of an answer tells beside the answer itself.
type Answered struct {
	Arrived time.Time // by this machine's clock
	Date    time.Time // by the console's, to the second; zero when it doesn't tell

	// The rate limit. No console documents one: what is read is how most others
	// tell it [inferred].
	Limit     int64     // requests in a period, -1 when it isn't told
	Remaining int64     // requests that are left of it, -1 when it isn't told
	Reset     time.Time // the begin of the next period, zero when it isn't told
}

// Answered gives the facts about the latest answer, whatever its status. There
// is none before the first.
func (c *Client) Answered() (latest Answered, ok bool) {
	return c.answered, !c.answered.Arrived.IsZero()
}

func answeredBy(header http.Header, now time.Time) Answered {
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
