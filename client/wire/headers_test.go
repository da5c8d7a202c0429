package wire

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestTheHeaderOfAnAnswerTellsTheTimeAndTheRateLimit(t *testing.T) {
	t.Parallel()
	now := someNow()
	untold := Answered{Arrived: now, Limit: -1, Remaining: -1}
	for name, test := range map[string]struct {
		header http.Header
		want   Answered
	}{
		"nothing":  {http.Header{}, untold},
		"the time": {http.Header{"Date": {"Fri, 03 Apr 2026 10:00:30 GMT"}}, Answered{now, time.Date(2026, 4, 3, 10, 0, 30, 0, time.UTC), -1, -1, time.Time{}}},
		"the standard": {
			http.Header{"Ratelimit-Limit": {"100, 100;w=60"}, "Ratelimit-Remaining": {" 7 "}, "Ratelimit-Reset": {"30"}},
			Answered{now, time.Time{}, 100, 7, now.Add(30 * time.Second).UTC()},
		},
		"what is common": {
			http.Header{"X-Ratelimit-Limit": {"5000"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {"1775210430"}},
			Answered{now, time.Time{}, 5000, 0, time.Unix(1775210430, 0).UTC()},
		},
		"with another hyphen": {http.Header{"X-Rate-Limit-Remaining": {"3;w=1"}}, Answered{now, time.Time{}, -1, 3, time.Time{}}},
		"milliseconds":        {http.Header{"X-Ratelimit-Reset": {"1775210430123"}}, Answered{now, time.Time{}, -1, -1, time.UnixMilli(1775210430123).UTC()}},
		"both": {
			http.Header{"Ratelimit-Limit": {"soon"}, "X-Ratelimit-Limit": {"10"}, "Ratelimit-Remaining": {"1"}, "X-Ratelimit-Remaining": {"2"}},
			Answered{now, time.Time{}, 10, 1, time.Time{}},
		},
	} {
		if got := AnsweredBy(test.header, now); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
	for _, text := range []string{"", " ", "-1", "+1", "1.5", "1e3", "٣", "99999999999999999999", "12345678901234", ";", ",", "unlimited", "0x10"} {
		header := http.Header{"Date": {text}, "Ratelimit-Limit": {text}, "X-Ratelimit-Remaining": {text}, "Ratelimit-Reset": {text}}
		if got := AnsweredBy(header, now); got != untold {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

func FuzzAnswered(f *testing.F) {
	for _, seed := range []string{"7", "1775210430", "9999999999999", "Fri, 03 Apr 2026 10:00:30 GMT", "100;w=60"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := AnsweredBy(http.Header{"Date": {text}, "Ratelimit-Limit": {text}, "Ratelimit-Reset": {text}}, someNow())
		if got.Limit < -1 || !got.Reset.IsZero() && (got.Reset.Before(time.Unix(0, 0)) || got.Reset.Year() > 9999) || got.Date.Year() > 9999 {
			t.Errorf("%q: got %+v", text, got)
		}
	})
}

func TestRetryAfterIsSecondsOrADateAndNeverAbsurd(t *testing.T) {
	t.Parallel()
	now := someNow()
	for text, want := range map[string]time.Duration{
		"0": 0, "7": 7 * time.Second, " 7 ": 7 * time.Second, "3600": time.Hour, "3601": time.Hour, "9223372036854775807": time.Hour, "9223372036854775808": time.Hour, strings.Repeat("9", 400): time.Hour, "007": 7 * time.Second,
		now.Add(9 * time.Second).Format(http.TimeFormat): 9*time.Second - 123456789, now.Add(-time.Hour).Format(http.TimeFormat): 0, "Fri, 31 Dec 9999 23:59:59 GMT": time.Hour,
		"Friday, 03-Apr-26 10:00:30 GMT": 30*time.Second - 123456789,
	} {
		if got, ok := RetryAfter(http.Header{"Retry-After": {text}}, now); !ok || got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", " ", "-1", "+1", "1.5", "1e3", "soon", "٣", "2026-04-03T10:00:09Z", "7s"} {
		if got, ok := RetryAfter(http.Header{"Retry-After": {text}}, now); ok || got != 0 {
			t.Errorf("%q: got %v, %v", text, got, ok)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"7", "Fri, 03 Apr 2026 10:00:30 GMT", "99999999999999999999", "-1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := RetryAfter(http.Header{"Retry-After": {text}}, someNow())
		if got < 0 || got > longestWait || !ok && got != 0 {
			t.Errorf("%q: got %v, %v", text, got, ok)
		}
	})
}

func someNow() time.Time { return time.Date(2026, 4, 3, 10, 0, 0, 123456789, time.UTC) }
