package client

import (
	"context"
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
	if err != nil {
		return UsageReport{}, c.nonsense(err)
	}
	return usage, nil
}
