package client

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRetryAfterIsSecondsOrADateAndNeverAbsurd(t *testing.T) {
	t.Parallel()
	now := testNow()
	for text, want := range map[string]time.Duration{
		"0": 0, "7": 7 * time.Second, " 7 ": 7 * time.Second, "3600": time.Hour, "3601": time.Hour, "9223372036854775807": time.Hour, "9223372036854775808": time.Hour, strings.Repeat("9", 400): time.Hour, "007": 7 * time.Second,
		now.Add(9 * time.Second).Format(http.TimeFormat): 9*time.Second - 123456789, now.Add(-time.Hour).Format(http.TimeFormat): 0, "Fri, 31 Dec 9999 23:59:59 GMT": time.Hour,
		"Friday, 03-Apr-26 10:00:30 GMT": 30*time.Second - 123456789,
	} {
		if got, ok := retryAfter(http.Header{"Retry-After": {text}}, now); !ok || got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", " ", "-1", "+1", "1.5", "1e3", "soon", "٣", "2026-04-03T10:00:09Z", "7s"} {
		if got, ok := retryAfter(http.Header{"Retry-After": {text}}, now); ok || got != 0 {
			t.Errorf("%q: got %v, %v", text, got, ok)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"7", "Fri, 03 Apr 2026 10:00:30 GMT", "99999999999999999999", "-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := retryAfter(http.Header{"Retry-After": {text}}, testNow())
		if got < 0 || got > longestWait || !ok && got != 0 {
			t.Errorf("%q: got %v, %v", text, got, ok)
		}
	})
}
