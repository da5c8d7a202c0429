package keys

import (
	"testing"
	"time"

	"keyctl/internal/errs"
)

func TestTheTimeOfUsageIsWorkedOut(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 30, 15, 999, time.FixedZone("east", 3600))
	at := func(text string) time.Time {
		parsed, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	for o, want := range map[usageOptions][2]string{
		{since: "1s"}:         {"2026-11-21T11:30:14Z", "2026-11-21T11:30:15Z"},
		{since: "30d"}:        {"2026-10-22T11:30:15Z", "2026-11-21T11:30:15Z"},
		{since: "2026-11-01"}: {"2026-11-01T00:00:00Z", "2026-11-21T11:30:15Z"},

		{since: "2026-11-01T02:00:00+02:00"}:                   {"2026-11-01T00:00:00Z", "2026-11-21T11:30:15Z"},
		{since: "2w", until: "1d", hasUntil: true}:             {"2026-11-07T11:30:15Z", "2026-11-20T11:30:15Z"},
		{since: "1d", until: "2027-01-01", hasUntil: true}:     {"2026-11-20T11:30:15Z", "2027-01-01T00:00:00Z"},
		{since: "2026-11-01", until: "0d", hasUntil: true}:     {"2026-11-01T00:00:00Z", "2026-11-21T11:30:15Z"},
		{since: "36500d", until: "1926-12-31", hasUntil: true}: {"1926-12-16T11:30:15Z", "1926-12-31T00:00:00Z"},
	} {
		since, until, err := o.period(now)
		if err != nil || !since.Equal(at(want[0])) || !until.Equal(at(want[1])) || since.Location() != time.UTC || until.Location() != time.UTC {
			t.Errorf("%v: got %s, %s, %v", o, since, until, err)
		}
	}
	for _, o := range []usageOptions{
		{},
		{since: "0s"},
		{since: "2026-11-22"},
		{since: "-1d"},
		{since: "never"},
		{since: "36501d"},
		{since: "2026-11-31"},
		{since: "1d", until: "", hasUntil: true},
		{since: "1d", until: "2d", hasUntil: true},
		{since: "1d", until: "1d", hasUntil: true},
		{since: "2026-11-22", until: "2026-11-23", hasUntil: true},
		{since: "1d", until: "\x1b", hasUntil: true},
	} {
		if since, until, err := o.period(now); errs.KindOf(err) != errs.Usage {
			t.Errorf("%v: got %s, %s, %v", o, since, until, err)
		}
	}
}
