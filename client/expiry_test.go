package client

import (
	"strings"
	"testing"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

func testNow() time.Time { return time.Date(2026, 4, 3, 10, 0, 0, 123456789, time.UTC) }

func TestExpiriesThatAreMeant(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"90d": "2026-07-02T10:00:00Z", "12h": "2026-04-03T22:00:00Z", "2w": "2026-04-17T10:00:00Z", "60s": "2026-04-03T10:01:00Z", "007d": "2026-04-10T10:00:00Z",
		"36500d": "2126-03-10T10:00:00Z", "2027-01-31": "2027-01-31T00:00:00Z", "2028-02-29": "2028-02-29T00:00:00Z", "2026-04-04": "2026-04-04T00:00:00Z",
		"2027-01-31T08:00:00Z": "2027-01-31T08:00:00Z", "2027-01-31T08:00:00+02:00": "2027-01-31T06:00:00Z", "2027-01-01T00:00:00+14:00": "2026-12-31T10:00:00Z",
		"2026-04-03T10:00:01Z": "2026-04-03T10:00:01Z", "2027-01-31T08:00:00.5Z": "2027-01-31T08:00:00.5Z", "9999-12-31": "9999-12-31T00:00:00Z",
	} {
		got, err := ParseExpiry(text, testNow())
		if err != nil || got.Never || got.At.Format(time.RFC3339Nano) != want || got.At.Location() != time.UTC || !got.Given() {
			t.Errorf("%s: got %v, %v, want %s", text, got, err, want)
		}
	}
	if got, err := ParseExpiry("never", testNow()); err != nil || got != (Expiry{Never: true}) || !got.Given() || (Expiry{}).Given() {
		t.Errorf("never: got %v, %v", got, err)
	}
	local, err := ParseExpiry("12h", testNow().In(time.FixedZone("", 5*3600)))
	if err != nil || local.At.Format(time.RFC3339) != "2026-04-03T22:00:00Z" {
		t.Errorf("in another zone: %v, %v", local, err)
	}
}

func TestExpiriesThatAreRefused(t *testing.T) {
	t.Parallel()
	for text, why := range map[string]string{
		"0d": "not in the future", "0s": "not in the future", "2026-04-03": "not in the future", "2020-01-01": "not in the future", "2026-04-03T10:00:00Z": "not in the future",
		"2026-04-03T12:00:00+03:00": "not in the future", "0000-01-01": "not in the future",
		"": "not a time", " ": "not a time", "-1h": "not a time", "+1h": "not a time", "1.5h": "not a time", "1e9d": "not a time", "d": "not a time", "90": "not a time", "90 d": "not a time", " 90d": "not a time",
		"90D": "not a time", "1y": "not a time", "1h30m": "not a time", "٣d": "not a time", "36501d": "not a time", "99999999999999999999d": "not a time", "9223372036854775807s": "not a time", "9223372036854775807w": "not a time",
		"2026-02-30": "not a time", "2027-02-29": "not a time", "2026-13-01": "not a time", "2027-1-31": "not a time", "2027-01-31 08:00": "not a time", "2027-01-31T08:00": "not a time", "2027-01-31T25:00:00Z": "not a time",
		"2027-01-31T08:00:00": "not a time", "9999-12-31T23:59:59-01:00": "not a time", "10000-01-01": "not a time", "31.01.2027": "not a time", "Never": "not a time", "tomorrow": "not a time", "\x1b[2J": "not a time",
	} {
		got, err := ParseExpiry(text, testNow())
		if errs.KindOf(err) != errs.Usage || got != (Expiry{}) || !strings.Contains(err.Error(), why) || safetext.Printable(err.Error()) != err.Error() {
			t.Errorf("%q: got %v, %v, want %s", text, got, err, why)
		}
	}
}

func TestAnExpiryMatchesToTheSecond(t *testing.T) {
	t.Parallel()
	at := testNow()
	for _, test := range []struct {
		wish Expiry
		at   time.Time
		want bool
	}{
		{Expiry{At: at}, at, true},
		{Expiry{At: at}, at.Truncate(time.Second), true},
		{Expiry{At: at}, at.Add(time.Second), true},
		{Expiry{At: at}, at.Add(2 * time.Second), false},
		{Expiry{At: at}, time.Time{}, false},
		{Expiry{Never: true}, time.Time{}, true},
		{Expiry{Never: true}, at, false},
	} {
		if got := test.wish.Matches(Key{ExpiresAt: test.at}); got != test.want {
			t.Errorf("%v and %v: got %v", test.wish, test.at, got)
		}
	}
}

func TestAStatusFollowsFromTheTimes(t *testing.T) {
	t.Parallel()
	now, never := testNow(), time.Time{}
	for want, times := range map[Status][][2]time.Time{
		Active:  {{never, never}, {never, now.Add(1)}},
		Expired: {{never, now}, {never, now.Add(-1)}},
		Revoked: {{now, never}, {now.Add(-1), now.Add(-1)}, {now.Add(1), never}},
	} {
		for _, at := range times {
			if got := StatusAt(now, at[0], at[1]); got != want {
				t.Errorf("%v: got %s, want %s", at, got, want)
			}
		}
	}
}

func FuzzParseExpiry(f *testing.F) {
	for _, seed := range []string{"90d", "never", "2027-01-31", "2027-01-31T08:00:00+02:00", "0d", "1e9d", "2026-02-30", "9999-12-31T23:59:59-01:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseExpiry(text, testNow())
		if err != nil {
			if errs.KindOf(err) != errs.Usage || safetext.Printable(err.Error()) != err.Error() || got != (Expiry{}) {
				t.Errorf("%q: got %v, %v", text, got, err)
			}
			return
		}
		if got.Never != (text == "never") || !got.Never && (!got.At.After(testNow()) || got.At.Year() > 9999 || got.At.Location() != time.UTC) {
			t.Errorf("%q: got %v", text, got)
		}
		if encoded, err := got.At.MarshalJSON(); err != nil {
			t.Errorf("%q: %s, %v", text, encoded, err)
		}
	})
}

func FuzzParseSpan(f *testing.F) {
	for _, seed := range []string{"90d", "0d", "-1h", "36500d", "99999999999999999999d", "1e9d", "s"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		span, ok := ParseSpan(text)
		if span < 0 || span > maxSpan || !ok && span != 0 || ok && (len(text) < 2 || text[0] < '0' || text[0] > '9') {
			t.Errorf("%q: got %v, %v", text, span, ok)
		}
	})
}
