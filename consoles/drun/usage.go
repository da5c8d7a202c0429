package drun

import (
	"errors"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/client/wire"
)

// usageBody is the question for statistics [spec].
type usageBody struct {
	IDs       []string  `json:"ids"`
	Period    string    `json:"period"`
	StartTime time.Time `json:"startTime,omitzero"`
	EndTime   time.Time `json:"endTime,omitzero"`
}

func (p place) usage() client.Action {
	return client.Action{
		Effect: client.Reads, Grade: client.Specified,
		Request: func(w client.Wish) (client.Request, error) {
			body := usageBody{IDs: []string{w.ID}, Period: "TIME_PERIOD_DAY", StartTime: w.Since.UTC(), EndTime: w.Until.UTC()}
			return client.Request{Method: http.MethodPost, Path: p.path("apikeys-stats"), Body: body}, nil
		},
		Usage: readUsage,
	}
}

// The answer [spec].
type (
	wireUsage struct {
		DataPoints []wirePoint `json:"dataPoints"`
		Total      wireAmounts `json:"totalUsage"`
	}
	wirePoint struct {
		Model     string         `json:"model"`
		ModelType string         `json:"modelType"`
		At        wire.Timestamp `json:"timestamp"`
		Usage     wireAmounts    `json:"usage"`
	}
	wireAmounts struct {
		Input           *uint64Text `json:"input"`
		Output          *uint64Text `json:"output"`
		Cached          *uint64Text `json:"cached"`
		Total           *uint64Text `json:"total"`
		InputCharacters *uint64Text `json:"inputCharacters"`
		InputAudio      *uint64Text `json:"inputAudioDuration"`
		OutputAudio     *uint64Text `json:"outputAudioDuration"`
	}
)

func readUsage(body []byte) (client.UsageReport, error) {
	var answer wireUsage
	if err := readObject(body, &answer, "dataPoints", "totalUsage"); err != nil {
		return client.UsageReport{}, err
	}
	rows, err := rowsOf(answer.DataPoints)
	return client.UsageReport{Rows: rows, Total: answer.Total.amounts()}, err
}

// rowsOf gives a row for each day, model and type: a console may tell finer.
func rowsOf(points []wirePoint) ([]client.UsageRow, error) {
	rows := make([]client.UsageRow, 0, len(points))
	for _, point := range points {
		if point.At.IsZero() {
			return nil, errors.New("an amount in it has no time")
		}
		rows = append(rows, point.row())
	}
	slices.SortStableFunc(rows, compare)
	merged := rows[:0]
	for _, row := range rows {
		if last := len(merged) - 1; last >= 0 && compare(merged[last], row) == 0 {
			if err := add(&merged[last].Amounts, row.Amounts); err != nil {
				return nil, err
			}
			continue
		}
		merged = append(merged, row)
	}
	return merged, nil
}

func compare(a, b client.UsageRow) int {
	if byDay := a.Day.Compare(b.Day); byDay != 0 {
		return byDay
	}
	if byModel := strings.Compare(a.Model, b.Model); byModel != 0 {
		return byModel
	}
	return strings.Compare(a.ModelType, b.ModelType)
}

func (p wirePoint) row() client.UsageRow {
	modelType := p.ModelType
	if modelType == "REQUEST_MODEL_TYPE_UNSPECIFIED" {
		modelType = ""
	}
	day := p.At.Truncate(24 * time.Hour) // in UTC, which Timestamp is
	return client.UsageRow{Day: day, Model: p.Model, ModelType: modelType, Amounts: p.Usage.amounts()}
}

func (w wireAmounts) amounts() client.Amounts {
	return client.Amounts{
		Input: (*uint64)(w.Input), Output: (*uint64)(w.Output), Cached: (*uint64)(w.Cached), Total: (*uint64)(w.Total),
		InputCharacters: (*uint64)(w.InputCharacters), InputAudio: (*uint64)(w.InputAudio), OutputAudio: (*uint64)(w.OutputAudio),
	}
}

// add adds amounts; what only one of them tells is the sum.
func add(sum *client.Amounts, more client.Amounts) error {
	for _, pair := range []struct {
		sum  **uint64
		more *uint64
	}{
		{&sum.Input, more.Input},
		{&sum.Output, more.Output},
		{&sum.Cached, more.Cached},
		{&sum.Total, more.Total},
		{&sum.InputCharacters, more.InputCharacters},
		{&sum.InputAudio, more.InputAudio},
		{&sum.OutputAudio, more.OutputAudio},
	} {
		switch {
		case pair.more == nil:
		case *pair.sum == nil:
			*pair.sum = pair.more
		case *pair.more > math.MaxUint64-**pair.sum:
			return errors.New("its amounts add up to more than there can be")
		default:
			*pair.sum = new(**pair.sum + *pair.more)
		}
	}
	return nil
}
