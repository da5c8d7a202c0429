package client

import (
	"math"
	"strconv"
	"strings"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// Draft is the wish for a new key, or for a change of one.
type Draft struct {
	Name   string
	Scopes []Scope
	Expiry Expiry
	Quota  *Quota // nil: not said
}

// Expiry is a wish about when a key ends. The zero value is no wish at all.
type Expiry struct {
	At    time.Time // UTC
	Never bool      // the key shall not end by itself
}

// Given reports whether there is a wish.
func (e Expiry) Given() bool { return e.Never || !e.At.IsZero() }

// maxSpan bounds how far away a relative time may be: 100 years, so that
// sums can't overflow.
const maxSpan = 100 * 365 * 24 * time.Hour

const expiryHint = "use 90d, 12h, 2027-01-31 (00:00 UTC), 2027-01-31T08:00:00Z or never"

// ParseExpiry reads an expiry as a user writes it: "90d", "12h", "2w",
// "2027-01-31" (00:00 UTC), RFC 3339, or "never". A time that is not in the
// future is an error of kind Usage, and so are minutes: a key must not end in
// three of them where months were meant.
func ParseExpiry(text string, now time.Time) (Expiry, error) {
	if text == "never" {
		return Expiry{Never: true}, nil
	}
	at, ok := ParseDate(text)
	if minutes, isSpan := strings.CutSuffix(text, "m"); isSpan && minutes != "" && strings.Trim(minutes, "0123456789") == "" {
		return Expiry{}, errs.Errorf(errs.Usage, "%s could be minutes or months", safetext.Quote(text)).WithHint(expiryHint)
	}
	if span, isSpan := ParseSpan(text); isSpan {
		at, ok = now.Add(span).UTC().Truncate(time.Second), true
	}
	if !ok {
		return Expiry{}, errs.Errorf(errs.Usage, "%s is not a time", safetext.Quote(text)).WithHint(expiryHint)
	}
	if !at.After(now) {
		return Expiry{}, errs.Errorf(errs.Usage, "%s is not in the future", safetext.Quote(text)).WithHint(expiryHint)
	}
	return Expiry{At: at}, nil
}

// ParseDate reads a day (00:00 UTC) or an RFC 3339 time. Days that the
// calendar doesn't have are refused.
func ParseDate(text string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), at.UTC().Year() <= 9999 // what RFC 3339 can write, whatever the zone
		}
	}
	return time.Time{}, false
}

// ParseSpan reads a whole number and a unit: s, m, h, d or w. "0d" is a span
// of nothing; what is more than 100 years, signed or fractional is no span.
func ParseSpan(text string) (time.Duration, bool) {
	if text == "" {
		return 0, false
	}
	unit, ok := map[byte]time.Duration{
		's': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour,
	}[text[len(text)-1]]
	digits := text[:len(text)-1]
	if !ok || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	count, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || count > math.MaxInt64/int64(unit) || time.Duration(count)*unit > maxSpan {
		return 0, false
	}
	return time.Duration(count) * unit, true
}

// Matches reports whether a key ends when wished, to the second, which is as
// exact as consoles store it.
func (e Expiry) Matches(key Key) bool {
	if e.Never {
		return key.ExpiresAt.IsZero()
	}
	return key.ExpiresAt.Sub(e.At).Abs() <= time.Second
}
