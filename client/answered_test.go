package client

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheHeaderOfAnAnswerTellsTheTimeAndTheRateLimit(t *testing.T) {
	t.Parallel()
	now := testNow()
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
		if got := answeredBy(test.header, now); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
	for _, text := range []string{"", " ", "-1", "+1", "1.5", "1e3", "٣", "99999999999999999999", "12345678901234", ";", ",", "unlimited", "0x10"} {
		header := http.Header{"Date": {text}, "Ratelimit-Limit": {text}, "X-Ratelimit-Remaining": {text}, "Ratelimit-Reset": {text}}
		if got := answeredBy(header, now); got != untold {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

func FuzzAnswered(f *testing.F) {
	for _, seed := range []string{"7", "1775210430", "9999999999999", "Fri, 03 Apr 2026 10:00:30 GMT", "100;w=60"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := answeredBy(http.Header{"Date": {text}, "Ratelimit-Limit": {text}, "Ratelimit-Reset": {text}}, testNow())
		if got.Limit < -1 || !got.Reset.IsZero() && (got.Reset.Before(time.Unix(0, 0)) || got.Reset.Year() > 9999) || got.Date.Year() > 9999 {
			t.Errorf("%q: got %+v", text, got)
		}
	})
}

func TestTheLatestAnswerIsKeptWhateverItsStatus(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		status, left := 200, "9"
		w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("RateLimit-Remaining", left)
			write(rw, status, `{"keys":[]}`)
		})
		if got, ok := w.Answered(); ok || got != (Answered{}) {
			t.Errorf("before any answer: %+v", got)
		}
		for _, next := range []int{200, 401, 429, 500} {
			time.Sleep(time.Hour)
			status = next
			_, _ = w.list(t.Context())
			got, ok := w.Answered()
			if !ok || !got.Arrived.Equal(time.Now()) || got.Date.Sub(got.Arrived).Abs() > time.Second || got.Remaining != 9 || got.Limit != -1 {
				t.Errorf("%d: got %+v", next, got)
			}
		}
		before, _ := w.Answered()
		w.Close()
		w.dial = func(ctx context.Context) (net.Conn, error) { return unknownName("x")(ctx, "", "") }
		_, _ = w.list(t.Context())
		if got, _ := w.Answered(); got != before {
			t.Errorf("got %+v without an answer", got)
		}
	})
}
