package emulator

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"keyctl/emulator"
)

const noUsage = `{"dataPoints":[],"totalUsage":{"input":"0","output":"0","cached":"0","total":"0"}}`

// used are three keys and six requests: on a Friday, twice, on the Sunday, on
// the Monday, in the next month, and elsewhere.
func used(t *testing.T) (w world, first, second string) {
	t.Helper()
	w = newWorld(t, emulator.Settings{})
	first, one := w.create(FirstMember, "/apikeys", `{"name":"first"}`)
	second, other := w.create(FirstMember, "/apikeys", `{"name":"second"}`)
	_, elsewhere := w.create(SecondMember, in42+"/apikeys", `{"name":"elsewhere"}`)
	ask := func(day, hour int, secret string, model, words int) {
		*w.now = time.Date(2026, 4, day, hour, 59, 59, 0, time.UTC)
		w.chat(secret, modelNames()[model], words).is(200, t)
	}
	ask(3, 10, one, 0, 1)
	ask(3, 11, one, 0, 2)
	ask(5, 23, one, 1, 4)
	ask(6, 0, other, 0, 8)
	ask(31, 5, one, 0, 16)
	ask(3, 10, elsewhere, 0, 32)
	return w, first, second
}

// told is a point of the emulator's answer.
func told(at string, model, requests, words int) string {
	return fmt.Sprintf(`{"timestamp":"2026-%s:00:00Z","model":%q,"modelType":"TEXT_GENERATION","usage":%s}`,
		at, modelNames()[model], sum(requests, words))
}

func sum(requests, words int) string {
	output := requests * len(strings.Fields(reply))
	return fmt.Sprintf(`{"input":"%d","output":"%d","cached":"0","total":"%d"}`, words, output, words+output)
}

func TestStatistics(t *testing.T) {
	t.Parallel()
	w, first, second := used(t)
	for body, want := range map[string][]string{
		`{"period":"TIME_PERIOD_HOUR"}`: {
			sum(5, 31), told("04-03T10", 0, 1, 1), told("04-03T11", 0, 1, 2), told("04-05T23", 1, 1, 4),
			told("04-06T00", 0, 1, 8), told("05-01T05", 0, 1, 16),
		},
		`{}`: {
			sum(5, 31), told("04-03T00", 0, 2, 3), told("04-05T00", 1, 1, 4), told("04-06T00", 0, 1, 8), told("05-01T00", 0, 1, 16),
		},
		`{"period":"TIME_PERIOD_WEEK"}`: {
			sum(5, 31), told("03-30T00", 0, 2, 3), told("03-30T00", 1, 1, 4), told("04-06T00", 0, 1, 8), told("04-27T00", 0, 1, 16),
		},
		`{"period":"TIME_PERIOD_MONTH"}`: {
			sum(5, 31), told("04-01T00", 0, 3, 11), told("04-01T00", 1, 1, 4), told("05-01T00", 0, 1, 16),
		},
		`{"ids":["` + second + `","0"]}`:         {sum(1, 8), told("04-06T00", 0, 1, 8)},
		`{"models":["` + modelNames()[1] + `"]}`: {sum(1, 4), told("04-05T00", 1, 1, 4)},
		`{"ids":["` + first + `"],"models":["` + modelNames()[0] + `"],"period":"TIME_PERIOD_MONTH"}`: {
			sum(3, 19), told("04-01T00", 0, 2, 3), told("05-01T00", 0, 1, 16),
		},
		`{"startTime":"2026-04-05T23:30:00Z","endTime":"2026-04-06T08:00:00.5+08:00"}`: {
			sum(2, 12), told("04-05T00", 1, 1, 4), told("04-06T00", 0, 1, 8),
		},
		`{"startTime":"2026-04-05T23:30:00Z","endTime":"2026-04-06T00:00:00Z","period":"TIME_PERIOD_UNSPECIFIED"}`: {
			sum(1, 4), told("04-05T00", 1, 1, 4),
		},
	} {
		answer := `{"dataPoints":[` + strings.Join(want[1:], ",") + `],"totalUsage":` + want[0] + `}`
		for _, got := range []answered{w.you("POST /apikeys-stats", body), w.you("GET /apikeys-stats?"+asParameters(t, body), "")} {
			if got.raw != answer+"\n" {
				t.Errorf("%s %s:\n got %s\nwant %s", got.request, body, got.raw, answer)
			}
		}
	}
	w.you("DELETE /apikeys/"+first, `{}`)
	if got := w.you("GET /apikeys-stats", "").raw; !strings.HasSuffix(got, sum(5, 31)+"}\n") {
		t.Errorf("after the key is deleted: %s", got)
	}
}

// asParameters writes a body of the statistics as a query.
func asParameters(t *testing.T, body string) string {
	t.Helper()
	var members map[string]any
	if err := json.Unmarshal([]byte(body), &members); err != nil {
		t.Fatal(err)
	}
	query := url.Values{}
	for name, value := range members {
		list, isList := value.([]any)
		if !isList {
			list = []any{value}
		}
		for _, one := range list {
			query.Add(name, fmt.Sprint(one))
		}
	}
	return query.Encode()
}

func TestStatisticsOfWorkspaces(t *testing.T) {
	t.Parallel()
	w, first, _ := used(t)
	want := `{"dataPoints":[` + told("04-03T00", 0, 1, 32) + `],"totalUsage":` + sum(1, 32) + `}`
	for request, answer := range map[string]string{
		"you /workspaces/42/apikeys-stats":                  want,
		"colleague /workspaces/42/apikeys-stats":            want,
		"you /workspaces/42/apikeys-stats?ids=" + first:     noUsage,
		"you /workspaces/7/apikeys-stats":                   noUsage,
		"colleague /apikeys-stats":                          noUsage,
		"colleague /apikeys-stats?ids=" + first:             noUsage,
		"you /apikeys-stats?models=unknown":                 noUsage,
		"you /apikeys-stats?startTime=2027-01-01T00:00:00Z": noUsage,
	} {
		member, path, _ := strings.Cut(request, " ")
		if got := w.as(member, "GET "+path, "").is(200, t); got.raw != answer+"\n" {
			t.Errorf("%s: %s", request, got.raw)
		}
	}
	for _, body := range []string{`{}`, `{"ids":null,"period":null,"startTime":null}`, `{"ids":[],"models":[],"period":""}`} {
		if got := w.wrong(FirstMember, "POST "+in42+"/apikeys-stats", body).is(200, t); got.raw != want+"\n" {
			t.Errorf("%s: %s", body, got.raw)
		}
	}
}
