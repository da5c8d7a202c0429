package client

import (
	"context"
	"errors"
	"hash/maphash"
	"iter"
	"slices"

	"keyctl/client/wire"
)

// maxPages bounds how often a console may point to a next page, maxKeys how
// many keys it may send: far above any account, and an end to a list without one.
const (
	maxPages = 10_000
	maxKeys  = 1_000_000
)

// List reads all keys of the account, page by page and key by key: memory
// does not grow with the list, but for eight bytes or so a key where it has pages.
// After an error nothing more comes; the keys before it are not the whole list.
//
// A key that comes twice in a list with pages is an error: either it is no list
// of keys, or it was changed while it was read, so that another key moved to a
// page that was read already and is missing.
func (c *Client) List(ctx context.Context) iter.Seq2[Key, error] {
	return func(yield func(Key, error) bool) {
		cursor, seen, count, again := "", map[string]bool{}, 0, false
		met := newMet(c.dialect.Actions[VerbList].Pages)
		for range maxPages {
			next, more, err := c.page(ctx, cursor, func(key Key) bool {
				again = met.again(key.ID)
				count++
				return !again && count <= maxKeys && yield(key, nil)
			})
			switch {
			case err != nil:
				yield(Key{}, err)
				return
			case again:
				yield(Key{}, c.nonsense(errors.New("it sends a key twice, so that another may be missing; if its keys are being changed, try again")))
				return
			case count > maxKeys:
				yield(Key{}, c.nonsense(errors.New("its list has no end")))
				return
			case !more || next == "":
				return
			case seen[next]:
				yield(Key{}, c.nonsense(errors.New("it points to a page that was read already")))
				return
			}
			cursor, seen[next] = next, true
		}
		yield(Key{}, c.nonsense(errors.New("it has no last page")))
	}
}

// met are the ids that a list has told so far, as hashes that no console can
// foresee. A nil met takes note of none.
type met struct {
	seed maphash.Seed
	ids  map[uint64]struct{}
}

func newMet(wanted bool) *met {
	if !wanted {
		return nil
	}
	return &met{maphash.MakeSeed(), map[uint64]struct{}{}}
}

// again notes an id, and reports whether it was there before.
func (m *met) again(id string) bool {
	if m == nil {
		return false
	}
	hash := maphash.String(m.seed, id)
	_, before := m.ids[hash]
	m.ids[hash] = struct{}{}
	return before
}

// holds reports whether an id was noted.
func (m *met) holds(id string) bool {
	if m == nil {
		return false
	}
	_, noted := m.ids[maphash.String(m.seed, id)]
	return noted
}

// page reads one page and gives the cursor of the next; more is false when
// the receiver has had enough.
func (c *Client) page(ctx context.Context, cursor string, yield func(Key) bool) (next string, more bool, err error) {
	action, err := c.dialect.Action(VerbList)
	if err != nil {
		return "", false, err
	}
	b := c.budget(ctx)
	defer b.End()
	asked := Wish{Cursor: cursor}
	response, err := c.callEither(b, VerbList, action, asked)
	if err != nil {
		return "", false, err
	}
	defer func() { _ = response.Body.Close() }()
	if wire.WebPage(response.Header, nil) {
		return "", false, c.nonsense(wire.ErrWebPage)
	}
	enough := false
	next, err = action.Keys(asked, response.Body, func(key Key) bool {
		if len(key.Unknown) == 0 {
			key.Unknown = c.dialect.Unknown
		} else {
			key.Unknown = slices.Concat(c.dialect.Unknown, key.Unknown)
		}
		key.Listed = true
		enough = !yield(key)
		return !enough
	})
	switch {
	case enough:
		return "", false, nil
	case err != nil && b.Cause() != nil:
		return "", false, c.unanswered(b, Reads, err)
	case err != nil:
		return "", false, c.nonsense(err)
	}
	return next, true, nil
}
