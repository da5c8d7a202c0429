package drun

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
	"keyctl/internal/safetext"
)

func amounts(input, output, cached, total uint64) client.Amounts {
	return client.Amounts{Input: &input, Output: &output, Cached: &cached, Total: &total}
}

func TestUsageIsAskedByTheDay(t *testing.T) {
	t.Parallel()
	wish := client.Wish{ID: "10243", Since: at("2026-04-01T08:00:00+08:00"), Until: at("2026-04-08T00:00:00Z")}
	for name, p := range map[string]place{"account-usage": {}, "ws-usage": inWorkspace()} {
		action := p.usage()
		request, err := action.Request(wish)
		head, body, _ := strings.Cut(file(t, name+".request.http"), "\n\n")
		line, _, _ := strings.Cut(head, "\n")
		got := sent(t, request)
		if err != nil || got.Request != line || action.Effect != client.Reads {
			t.Errorf("%s: asked %s, %v", name, got.Request, err)
		}
		if squeezed := strings.ReplaceAll(strings.TrimSpace(body), " ", ""); got.Body != squeezed {
			t.Errorf("%s: asked %s, want %s", name, got.Body, squeezed)
		}
	}
}

func TestUsageIsReadByDayAndModel(t *testing.T) {
	t.Parallel()
	got, err := readUsage([]byte(file(t, "account-usage.response.json")))
	want := client.UsageReport{
		Rows: []client.UsageRow{
			{Day: at("2026-04-03T00:00:00Z"), Model: "public/deepseek-v3", ModelType: "TEXT_GENERATION", Amounts: amounts(120, 30, 64, 150)},
			{Day: at("2026-04-04T00:00:00Z"), Model: "public/deepseek-v3", ModelType: "TEXT_GENERATION", Amounts: amounts(7, 2, 0, 9)},
		},
		Total: amounts(127, 32, 64, 159),
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	got, err = readUsage([]byte(file(t, "account-usage-every-amount.response.json")))
	day := at("2026-04-03T00:00:00Z")
	want = client.UsageReport{
		Rows: []client.UsageRow{
			{
				Day: at("2026-04-02T00:00:00Z"), Model: "public/voice", ModelType: "TEXT_TO_AUDIO",
				Amounts: client.Amounts{InputCharacters: new(uint64(18446744073709551615)), OutputAudio: new(uint64(7))},
			},
			{Day: day, Model: "public/deepseek-v3", ModelType: "TEXT_GENERATION", Amounts: amounts(11, 22, 5, 33)},
			{
				Day: day, Model: "public/whisper", ModelType: "AUDIO_TO_TEXT",
				Amounts: client.Amounts{InputAudio: new(uint64(90)), Total: new(uint64(90))},
			},
			{Day: day, Model: "u-8105f7322477/test"},
		},
		Total: amounts(11, 22, 5, 123),
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestNoUsageIsNotZero(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{}`, `{"dataPoints":[]}`, `{"dataPoints":null,"totalUsage":null}`, `{"totalUsage":{}}`, `{"dataPoints":[],"totalUsage":{"input":null},"more":[7]}`,
	} {
		got, err := readUsage([]byte(text))
		if err != nil || len(got.Rows) != 0 || got.Total != (client.Amounts{}) {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
}

func TestUsageThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	point := func(usage string) string {
		return `{"timestamp":"2026-04-03T00:00:00Z","model":"m","usage":` + usage + `}`
	}
	for text, want := range map[string]string{
		``: "no JSON object", `null`: "no JSON object", `[]`: "no JSON object", `7`: "no JSON object", `<html>`: "no JSON object", `{"dataPoints":[`: "no JSON object",
		`{"code":"OK"}`: "none of dataPoints, totalUsage", `{"id":"x","message":"no"}`: "none of",
		`{"dataPoints":{}}`:                               "wrong type",
		`{"dataPoints":["x"]}`:                            "wrong type",
		`{"dataPoints":[{"model":7}]}`:                    "wrong type",
		`{"dataPoints":[{"model":"m"}]}`:                  "no time",
		`{"dataPoints":[{"timestamp":"yesterday"}]}`:      "cannot be read",
		`{"totalUsage":{"input":7}}`:                      "not written as a string",
		`{"totalUsage":{"input":"-7"}}`:                   "not a whole number",
		`{"totalUsage":{"input":"7.5"}}`:                  "not a whole number",
		`{"totalUsage":{"input":""}}`:                     "not a whole number",
		`{"totalUsage":{"input":"18446744073709551616"}}`: "not a whole number",
		`{"dataPoints":[` + point(`{"total":"18446744073709551615"}`) + `,` + point(`{"total":"1"}`) + `]}`: "more than there can be",
	} {
		if got, err := readUsage([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %+v, %v, want %q", text, got, err, want)
		}
	}
}

func FuzzUsage(f *testing.F) {
	f.Add(file(f, "account-usage.response.json"))
	f.Add(file(f, "account-usage-every-amount.response.json"))
	f.Add(`{"dataPoints":[{"timestamp":"2026-04-03T00:00:00+08:00","usage":{"total":"18446744073709551615"}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := readUsage([]byte(text))
		if err != nil {
			if safetext.Printable(err.Error()) != err.Error() {
				t.Errorf("%q: the error is %q", text, err)
			}
			return
		}
		for i, row := range got.Rows {
			if row.Day.IsZero() || row.Day.Hour() != 0 || row.ModelType == "REQUEST_MODEL_TYPE_UNSPECIFIED" || i > 0 && compare(got.Rows[i-1], row) >= 0 {
				t.Errorf("%q gave %+v", text, got.Rows)
			}
		}
	})
}
