package output

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/internal/errs"
)

func written(t *testing.T, o Options, usage Usage) string {
	t.Helper()
	var text once
	if err := WriteUsage(&text, o, usage); err != nil {
		t.Fatal(err)
	}
	if text.writes > 1 {
		t.Errorf("%s took %d writes", o.Format, text.writes)
	}
	return text.String()
}

// sampleUsage tells cached tokens of one row only, and no characters or sound.
func sampleUsage() Usage {
	day := time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC)
	return Usage{
		Profile: "work", Console: "drun", Key: client.Key{ID: "7", Name: "ci"},
		Since: now.AddDate(0, 0, -30), Until: now,
		Report: client.UsageReport{
			Rows: []client.UsageRow{
				{Day: day, Model: "public/deepseek-v3", ModelType: "TEXT", Amounts: client.Amounts{
					Input: new(uint64(1200)), Output: new(uint64(7)), Cached: new(uint64(0)), Total: new(uint64(1207)),
				}},
				{Day: day.AddDate(0, 0, 1), Model: "日本語", Amounts: client.Amounts{Input: new(uint64(math.MaxUint64))}},
			},
			Total: client.Amounts{Total: new(uint64(12345))},
		},
	}
}

func TestUsageAsTable(t *testing.T) {
	t.Parallel()
	const head = "DAY         MODEL               TYPE                 INPUT  OUTPUT  CACHED  TOTAL\n"
	const rows = `2026-02-27  public/deepseek-v3  TEXT                  1200       7       0   1207
2026-02-28  日本語              -     18446744073709551615       -       -      -
total       -                   -                        -       -       -  12345
`
	const narrow = `2026-02-27  public/deepseek-v3  TEXT                  1200  7  0   1207
2026-02-28  日本語              -     18446744073709551615  -  -      -
total       -                   -                        -  -  -  12345
`
	assertText(t, written(t, Options{}, sampleUsage()), head+rows)
	assertText(t, written(t, Options{Format: "table", NoHeader: true}, sampleUsage()), narrow)
	colored := written(t, Options{Terminal: true, Color: true}, sampleUsage())
	assertText(t, withoutColor(colored), head+rows)
	if !strings.HasPrefix(colored, "\x1b[1mDAY\x1b[0m") {
		t.Errorf("the header is %q", colored[:20])
	}
}

func TestUsageShowsMoreOnlyWhereMoreIsTold(t *testing.T) {
	t.Parallel()
	usage := sampleUsage()
	usage.Report.Rows = usage.Report.Rows[:1]
	usage.Report.Rows[0].Amounts.InputAudio = new(uint64(3))
	usage.Report.Total.InputCharacters = new(uint64(0))
	assertText(t, written(t, Options{}, usage), `DAY         MODEL               TYPE  INPUT  OUTPUT  CACHED  TOTAL  INPUT CHARACTERS  INPUT AUDIO
2026-02-27  public/deepseek-v3  TEXT   1200       7       0   1207                 -            3
total       -                   -         -       -       -  12345                 0            -
`)
}

func TestUsageAsJSON(t *testing.T) {
	t.Parallel()
	const nothing = `"input_characters":null,"input_audio":null,"output_audio":null}`
	assertText(t, written(t, Options{Format: "json"}, sampleUsage()),
		`{"profile":"work","console":"drun","id":"7","name":"ci","since":"2026-01-30T12:00:00Z","until":"2026-03-01T12:00:00Z","usage":[`+
			`{"day":"2026-02-27","model":"public/deepseek-v3","model_type":"TEXT","input":1200,"output":7,"cached":0,"total":1207,`+nothing+`,`+
			`{"day":"2026-02-28","model":"日本語","model_type":null,"input":18446744073709551615,"output":null,"cached":null,"total":null,`+nothing+
			`],"total":{"input":null,"output":null,"cached":null,"total":12345,`+nothing+
			`,"unknown":["input_characters","input_audio","output_audio"]}`+"\n")
	pretty := written(t, Options{Format: "json", Terminal: true}, sampleUsage())
	if !strings.Contains(pretty, "\n      \"input\": 1200,\n") {
		t.Errorf("a terminal gets %s", pretty)
	}
}

func TestUsageAsCSV(t *testing.T) {
	t.Parallel()
	const header = "day,model,model_type,input,output,cached,total,input_characters,input_audio,output_audio\n"
	const rows = "2026-02-27,public/deepseek-v3,TEXT,1200,7,0,1207,,,\n2026-02-28,日本語,,18446744073709551615,,,,,,\n"
	assertText(t, written(t, Options{Format: "csv"}, sampleUsage()), header+rows)
	assertText(t, written(t, Options{Format: "csv", NoHeader: true}, sampleUsage()), rows)
	assertText(t, written(t, Options{Format: "tsv"}, sampleUsage()), strings.ReplaceAll(header+rows, ",", "\t"))
}

func TestNoUsage(t *testing.T) {
	t.Parallel()
	usage := sampleUsage()
	usage.Report = client.UsageReport{}
	assertText(t, written(t, Options{}, usage), "DAY  MODEL  TYPE  INPUT  OUTPUT  CACHED  TOTAL\n")
	assertText(t, written(t, Options{NoHeader: true}, usage), "")
	assertText(t, written(t, Options{Format: "csv", NoHeader: true}, usage), "")
	const nulls = `{"input":null,"output":null,"cached":null,"total":null,"input_characters":null,"input_audio":null,"output_audio":null}`
	assertText(t, written(t, Options{Format: "json"}, usage),
		`{"profile":"work","console":"drun","id":"7","name":"ci","since":"2026-01-30T12:00:00Z","until":"2026-03-01T12:00:00Z","usage":[],"total":`+nulls+
			`,"unknown":["input","output","cached","total","input_characters","input_audio","output_audio"]}`+"\n")
}

func TestHostileUsage(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		usage := sampleUsage()
		usage.Profile, usage.Console, usage.Key = text, text, client.Key{ID: text, Name: text}
		usage.Report.Rows[0].Model, usage.Report.Rows[0].ModelType = text, text
		for _, format := range UsageFormats() {
			shown := written(t, Options{Format: format, Terminal: true}, usage)
			allowed := "\n"
			if format == "tsv" {
				allowed = "\n\t"
			}
			assertSafe(t, shown, allowed)
			if lines := strings.Count(shown, "\n"); format != "json" && lines > 4 {
				t.Errorf("%q makes %d lines of %s", text, lines, format)
			}
		}
		var decoded struct{ Name string }
		if err := json.Unmarshal([]byte(written(t, Options{Format: "json"}, usage)), &decoded); err != nil || decoded.Name != valid(text) {
			t.Errorf("%q is written as %q: %v", text, decoded.Name, err)
		}
	}
}

func TestUsageThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	for _, format := range UsageFormats() {
		err := WriteUsage(short{}, Options{Format: format}, sampleUsage())
		if errs.KindOf(err) != errs.Failed {
			t.Errorf("%s: got %v", format, err)
		}
	}
}
