package wire

import (
	"errors"
	"fmt"
	"time"

	"keyctl/internal/safetext"
)

// Timestamp is a time as consoles write it: RFC 3339, with a missing zone
// taken as UTC; null and "" are no time.
type Timestamp struct{ time.Time }

// UnmarshalJSON reads the time; anything but a string or null is an error.
func (t *Timestamp) UnmarshalJSON(text []byte) error {
	if string(text) == "null" || string(text) == `""` {
		return nil
	}
	if len(text) < 2 || text[0] != '"' {
		return errors.New("a time in it is not a string")
	}
	inner := string(text[1 : len(text)-1])
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if at, err := time.Parse(layout, inner); err == nil {
			if at.UTC().Year() > 9999 { // which RFC 3339 can't write
				break
			}
			if at.Year() > 1 {
				t.Time = at.UTC()
			}
			return nil
		}
	}
	return fmt.Errorf("a time in it, %s, cannot be read", safetext.Quote(inner))
}
