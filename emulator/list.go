package emulator

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"
)

// batchSize is how many keys one transaction reads.
const batchSize = 500

// Keys lists every key in the order of creation. It reads them in batches, so
// that a slow reader neither holds the file nor needs memory for all of them;
// keys that are made meanwhile are left out. An error ends the list.
func (a *Account) Keys(ctx context.Context) iter.Seq2[Key, error] {
	return a.KeysWhere(ctx, func(Key) bool { return true })
}

// KeysWhere lists, like [Account.Keys], the keys that keep says yes to. The file
// is free while keep looks at a key.
func (a *Account) KeysWhere(ctx context.Context, keep func(Key) bool) iter.Seq2[Key, error] {
	return func(yield func(Key, error) bool) {
		if err := a.faults.take(VerbList); err != nil {
			yield(Key{}, err)
			return
		}
		page := page{keys: make([]Key, 0, batchSize)}
		for more := true; more; {
			var err error
			if more, err = a.turn(ctx, &page); err != nil {
				yield(Key{}, err)
				return
			}
			for _, key := range page.keys {
				if keep(key) && !yield(key, nil) {
					return
				}
			}
		}
	}
}

// Find gives the key with this identifier.
func (a *Account) Find(ctx context.Context, id string) (Key, error) {
	var found record
	err := a.view(ctx, func(s shelf) error {
		var err error
		_, found, err = s.byID(id)
		return err
	})
	return found.Key, err
}

// page is where a listing stands.
type page struct {
	keys []Key
	next uint64
	last uint64
}

// turn reads the next page and says whether another may follow.
func (a *Account) turn(ctx context.Context, p *page) (more bool, err error) {
	p.keys = p.keys[:0]
	err = a.view(ctx, func(s shelf) error {
		if s.keys == nil {
			return nil
		}
		if p.last == 0 {
			p.last = s.keys.Sequence()
		}
		cursor := s.keys.Cursor()
		sequence, text := cursor.Seek(binary.BigEndian.AppendUint64(nil, p.next))
		for ; sequence != nil; sequence, text = cursor.Next() {
			if p.next = binary.BigEndian.Uint64(sequence); p.next > p.last {
				return nil
			}
			if more = len(p.keys) == batchSize; more {
				return nil
			}
			p.keys = append(p.keys, Key{})
			if err := json.Unmarshal(text, &p.keys[len(p.keys)-1]); err != nil {
				return fmt.Errorf("read a key from the data file: %w", err)
			}
		}
		return nil
	})
	return more, err
}
