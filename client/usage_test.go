package client

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"keyctl/internal/errs"
)

func TestUsageOfAnotherTimeIsNonsense(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		moment, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	since, until := at("2026-11-03T08:00:00Z"), at("2026-11-05T09:00:00Z")
	for day, fits := range map[string]bool{
		"1999-12-31T00:00:00Z": false, "2026-11-01T00:00:00Z": false, "2026-11-02T00:00:00Z": true, "2026-11-03T00:00:00Z": true,
		"2026-11-05T00:00:00Z": true, "2026-11-06T00:00:00Z": true, "2026-11-07T00:00:00Z": false, "9999-12-31T00:00:00Z": false,
	} {
		w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, `{}`) })
		w.dialect.Actions[VerbUsage] = Action{
			Request: func(Wish) (Request, error) { return Request{Method: http.MethodGet, Path: []string{"usage"}}, nil },
			Usage: func([]byte) (UsageReport, error) {
				return UsageReport{Rows: []UsageRow{{Day: at("2026-11-04T00:00:00Z")}, {Day: at(day)}}}, nil
			},
		}
		report, err := w.Usage(t.Context(), Key{ID: "k1"}, since, until)
		if e, _ := errors.AsType[*errs.Error](err); fits != (err == nil) || fits != (len(report.Rows) == 2) || e != nil && (e.Kind != errs.Unreachable || !strings.Contains(e.What, day[:10])) {
			t.Errorf("%s: got %v, %v", day, report, err)
		}
	}
}
