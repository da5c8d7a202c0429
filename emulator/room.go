package emulator

import (
	"bytes"
	"encoding/binary"
	"math"
	"time"
)

// checkRoom refuses one more key when the account is at its limit. It counts
// the unrevoked keys and takes off those whose expiry has passed, so that
// neither a sweep nor a look at every key is needed. A disabled key keeps its
// place, because it can be enabled at any time.
func (s shelf) checkRoom(limit int, now time.Time) error {
	if limit == 0 {
		return nil
	}
	active := s.unrevoked()
	end := expiryEntry(now, nil)
	cursor := s.expiries.Cursor()
	for entry, _ := cursor.First(); active >= int64(limit); entry, _ = cursor.Next() {
		if entry == nil || bytes.Compare(entry[:len(end)], end) > 0 {
			return ErrActiveLimit
		}
		active--
	}
	return nil
}

func (s shelf) unrevoked() int64 {
	value := s.root.Get([]byte(fieldUnrevoked))
	if len(value) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(value))
}

// count adds a key to, or takes it from, what checkRoom looks at.
func (s shelf) count(sequence []byte, r record, change int64) error {
	if !r.Revoked.IsZero() {
		return nil
	}
	total := binary.BigEndian.AppendUint64(nil, uint64(s.unrevoked()+change))
	if err := s.root.Put([]byte(fieldUnrevoked), total); err != nil || r.Expires.IsZero() {
		return err
	}
	if change < 0 {
		return s.expiries.Delete(expiryEntry(r.Expires, sequence))
	}
	return s.expiries.Put(expiryEntry(r.Expires, sequence), nil)
}

// expiryEntry sorts by time, also before 1970.
func expiryEntry(expires time.Time, sequence []byte) []byte {
	entry := binary.BigEndian.AppendUint64(nil, uint64(expires.Unix())^(math.MaxInt64+1))
	entry = binary.BigEndian.AppendUint32(entry, uint32(expires.Nanosecond()))
	return append(entry, sequence...)
}
