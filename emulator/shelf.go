package emulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// The buckets of one console. Keys are stored under a growing sequence number,
// which keeps them in the order of their creation.
const (
	bucketKeys     = "keys"     // sequence → record
	bucketIDs      = "ids"      // identifier → sequence
	bucketSecrets  = "secrets"  // hash of the secret → sequence
	bucketExpiries = "expiries" // expiry and sequence → nothing; unrevoked keys only
	fieldUnrevoked = "unrevoked"
)

// record is a key as the file holds it.
type record struct {
	Key
	SecretHash []byte `json:"secret_sha256"`
}

// shelf is one console's part of the store, within a transaction. Its buckets
// are nil as long as that console has no key.
type shelf struct {
	root, keys, ids, secrets, expiries *bbolt.Bucket
}

func (s shelf) byID(id string) ([]byte, record, error) {
	if s.ids == nil {
		return nil, record{}, ErrUnknownKey
	}
	return s.bySequence(s.ids.Get([]byte(id)), ErrUnknownKey)
}

func (s shelf) bySecret(hash []byte) ([]byte, record, error) {
	if s.secrets == nil {
		return nil, record{}, ErrUnknownSecret
	}
	return s.bySequence(s.secrets.Get(hash), ErrUnknownSecret)
}

func (s shelf) bySequence(sequence []byte, missing error) ([]byte, record, error) {
	if sequence == nil {
		return nil, record{}, missing
	}
	var found record
	if err := json.Unmarshal(s.keys.Get(sequence), &found); err != nil {
		return nil, record{}, fmt.Errorf("read a key from the data file: %w", err)
	}
	return bytes.Clone(sequence), found, nil
}

func hashSecret(secret string) []byte {
	hash := sha256.Sum256([]byte(secret))
	return hash[:]
}

// stamp is a time as it is written down.
func stamp(now time.Time) time.Time { return now.UTC().Truncate(time.Microsecond) }
