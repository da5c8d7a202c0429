package client

import (
	"context"
	"errors"
	"slices"
	"time"

	"keyctl/internal/errs"
)

const (
	// maxNamesakes bounds how many ids of keys with one name are kept.
	maxNamesakes = 1000
	// maxBefore bounds how many keys are remembered in addition, as hashes.
	maxBefore = 200_000
)

// Before are the keys that had a name before a create, and as long as it isn't
// written down, all others that were there. None of them is the key that it made.
type Before struct {
	IDs   []string // of the keys with the name
	Known bool     // false when the list may not be read, or there are too many of them

	all *met // nil when they aren't known
}

// Holds reports whether a key is known to have been there before.
func (b Before) Holds(id string) bool {
	return b.Known && slices.Contains(b.IDs, id) || b.all.holds(id)
}

// Before gives the keys that there are, and which of them have a name. A console
// that doesn't allow its list to be read gives none, and no error. One that can't
// be read otherwise gets no create: the error says that nothing was created.
func (c *Client) Before(ctx context.Context, name string) (Before, error) {
	before := Before{Known: true, all: newMet(true)}
	for key, err := range c.List(ctx) {
		if e, ok := errors.AsType[*errs.Error](err); ok && e.Forbidden() {
			return Before{}, nil
		}
		if err != nil {
			return Before{}, uncreated(ctx, err)
		}
		if before.all.again(key.ID); len(before.all.ids) > maxBefore {
			return Before{}, nil
		}
		switch {
		case key.Name != name || !before.Known:
		case len(before.IDs) == maxNamesakes:
			before.IDs, before.Known = nil, false
		default:
			before.IDs = append(before.IDs, key.ID)
		}
	}
	return before, nil
}

func interrupted() error { return errs.Errorf(errs.Failed, "interrupted, nothing was created") }

// uncreated completes the error of a question that comes before a create.
func uncreated(ctx context.Context, err error) error {
	e, ok := errors.AsType[*errs.Error](err)
	if !ok || ctx.Err() != nil {
		return interrupted()
	}
	if e.Kind == errs.Usage { // it was not sent, and nobody thinks otherwise
		return e
	}
	return e.Adding("; nothing was created")
}

// Sought is a key that a create may have made.
type Sought struct {
	Name   string
	Since  time.Time // when the create was sent, by this machine's clock
	Before Before
}

// LookFor gives the keys that the create may have made: they have the name and
// were not there before. Where that isn't known they were created since, as far as
// the console tells; otherwise no clock counts. One of them may be ours, or each a
// colleague's: none is a receipt. There are at most a hundred. With an error
// there are none.
func (c *Client) LookFor(ctx context.Context, sought Sought) ([]Key, error) {
	var found []Key
	for key, err := range c.List(ctx) {
		if err != nil {
			return nil, err
		}
		if sought.matches(key) && len(found) < MostCandidates {
			found = append(found, key)
		}
	}
	return found, nil
}

func (s Sought) matches(key Key) bool {
	if key.Name != s.Name || s.Before.Holds(key.ID) {
		return false
	}
	known := s.Before.Known || s.Before.all != nil
	return known || key.CreatedAt.IsZero() || key.CreatedAt.After(s.Since.Add(-clockSkew))
}
