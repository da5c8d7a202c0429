package client

import (
	"context"
	"fmt"
	"time"
)

// UsageReport is how much a key was used, as far as its console tells.
type UsageReport struct {
	Rows  []UsageRow
	Total Amounts
}

// UsageRow is the usage of one model on one day.
type UsageRow struct {
	Day       time.Time // its begin, UTC
	Model     string
	ModelType string // in the console's own word, "" where it tells none
	Amounts   Amounts
}

// Amounts are what was used. The unit of each is the console's: tokens,
// characters, or seconds of sound. nil is what it doesn't tell, which isn't zero.
type Amounts struct {
	Input, Output, Cached, Total             *uint64
	InputCharacters, InputAudio, OutputAudio *uint64
}

// Usage asks how much a key was used from since on, up to until.
func (c *Client) Usage(ctx context.Context, key Key, since, until time.Time) (UsageReport, error) {
	action, err := c.dialect.Action(VerbUsage)
	if err != nil {
		return UsageReport{}, err
	}
	if err := CheckID(key.ID); err != nil {
		return UsageReport{}, err
	}
	request, err := action.Request(Wish{ID: key.ID, Since: since, Until: until})
	if err != nil {
		return UsageReport{}, err
	}
	body, err := c.read(ctx, action, request)
	if err != nil {
		return UsageReport{}, err
	}
	usage, err := action.Usage(body)
	for _, row := range usage.Rows {
		if err == nil && !row.within(since, until) {
			err = fmt.Errorf("it tells of %s, which was not asked for", row.Day.Format(time.DateOnly))
		}
	}
	if err != nil {
		return UsageReport{}, c.nonsense(err)
	}
	return usage, nil
}

// within reports whether a day belongs to what was asked for, or is next to it:
// in which zone its days begin, no console says.
func (r UsageRow) within(since, until time.Time) bool {
	const day = 24 * time.Hour
	return !r.Day.Before(since.Truncate(day).Add(-day)) && !r.Day.After(until.Add(day))
}
