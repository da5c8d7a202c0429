package output

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"keyctl/client"
	"keyctl/internal/errs"
)

// Usage is how much a key was used, together with where it was found and the
// time that was asked about.
type Usage struct {
	Profile string
	Console string
	Key     client.Key
	Since   time.Time
	Until   time.Time
	Report  client.UsageReport
}

// UsageFormats gives the formats of usage.
func UsageFormats() []string { return []string{formatTable, formatJSON, formatCSV, formatTSV} }

// amount is one of [client.Amounts] as a person names and sees it.
type amount struct {
	name   string // as in JSON
	header string
	of     func(client.Amounts) *uint64
	always bool // shown in a table even where it isn't told
}

// amounts gives all amounts in the order of the JSON form.
func amounts() []amount {
	return []amount{
		{"input", "INPUT", func(a client.Amounts) *uint64 { return a.Input }, true},
		{"output", "OUTPUT", func(a client.Amounts) *uint64 { return a.Output }, true},
		{"cached", "CACHED", func(a client.Amounts) *uint64 { return a.Cached }, true},
		{"total", "TOTAL", func(a client.Amounts) *uint64 { return a.Total }, true},
		{"input_characters", "INPUT CHARACTERS", func(a client.Amounts) *uint64 { return a.InputCharacters }, false},
		{"input_audio", "INPUT AUDIO", func(a client.Amounts) *uint64 { return a.InputAudio }, false},
		{"output_audio", "OUTPUT AUDIO", func(a client.Amounts) *uint64 { return a.OutputAudio }, false},
	}
}

// told reports whether a row or the total tells an amount.
func (u Usage) told(of func(client.Amounts) *uint64) bool {
	for _, row := range u.Report.Rows {
		if of(row.Amounts) != nil {
			return true
		}
	}
	return of(u.Report.Total) != nil
}

// untold names the amounts that neither a row nor the total tells.
func (u Usage) untold() []string {
	names := []string{}
	for _, one := range amounts() {
		if !u.told(one.of) {
			names = append(names, one.name)
		}
	}
	return names
}

// WriteUsage writes usage in one Write, in one of [UsageFormats].
func WriteUsage(w io.Writer, o Options, usage Usage) error {
	switch o.format() {
	case formatJSON:
		text, err := usage.object(o.Terminal)
		if err != nil {
			return err
		}
		return writeAll(w, text)
	case formatCSV:
		return writeAll(w, usage.separated(',', !o.NoHeader))
	case formatTSV:
		return writeAll(w, usage.separated('\t', !o.NoHeader))
	}
	if text := usage.table(o); len(text) > 0 {
		return writeAll(w, text)
	}
	return nil
}

// usageObject is the JSON form of usage.
type usageObject struct {
	Profile string         `json:"profile"`
	Console string         `json:"console"`
	ID      string         `json:"id"`
	Name    string         `json:"name"`
	Since   string         `json:"since"`
	Until   string         `json:"until"`
	Usage   []usageLine    `json:"usage"`
	Total   writtenAmounts `json:"total"`
	Unknown []string       `json:"unknown"`
}

type usageLine struct {
	Day       *string `json:"day"`
	Model     *string `json:"model"`
	ModelType *string `json:"model_type"`
	writtenAmounts
}

type writtenAmounts struct {
	Input           *uint64 `json:"input"`
	Output          *uint64 `json:"output"`
	Cached          *uint64 `json:"cached"`
	Total           *uint64 `json:"total"`
	InputCharacters *uint64 `json:"input_characters"`
	InputAudio      *uint64 `json:"input_audio"`
	OutputAudio     *uint64 `json:"output_audio"`
}

func (u Usage) object(pretty bool) ([]byte, error) {
	object := usageObject{
		Profile: u.Profile, Console: u.Console, ID: u.Key.ID, Name: u.Key.Name,
		Since: u.Since.UTC().Format(time.RFC3339Nano), Until: u.Until.UTC().Format(time.RFC3339Nano),
		Usage: []usageLine{}, Total: writtenAmounts(u.Report.Total), Unknown: u.untold(),
	}
	for _, row := range u.Report.Rows {
		object.Usage = append(object.Usage, usageLine{orNull(day(row)), orNull(row.Model), orNull(row.ModelType), writtenAmounts(row.Amounts)})
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if pretty {
		encoder.SetIndent("", "  ")
	}
	if err := encoder.Encode(object); err != nil {
		return nil, errs.Errorf(errs.Failed, "cannot write the usage as JSON: %w", err)
	}
	return escapeHostile(text.Bytes(), appendEscaped), nil
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// day is the day of a row, "" where the console tells none.
func day(row client.UsageRow) string {
	if row.Day.IsZero() {
		return ""
	}
	return row.Day.UTC().Format(time.DateOnly)
}
