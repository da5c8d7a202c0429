package emulator

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
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

func (a *Account) view(ctx context.Context, do func(shelf) error) error {
	return a.store.view(ctx, func(tx *bbolt.Tx) error {
		root := tx.Bucket([]byte(a.console))
		if root == nil {
			return do(shelf{})
		}
		bucket := func(name string) *bbolt.Bucket { return root.Bucket([]byte(name)) }
		return do(shelf{root, bucket(bucketKeys), bucket(bucketIDs), bucket(bucketSecrets), bucket(bucketExpiries)})
	})
}

func (a *Account) update(ctx context.Context, do func(shelf, time.Time) error) error {
	return a.store.update(ctx, func(tx *bbolt.Tx) error {
		root, err := tx.CreateBucketIfNotExists([]byte(a.console))
		if err != nil {
			return err
		}
		bucket := func(name string) *bbolt.Bucket {
			made, failed := root.CreateBucketIfNotExists([]byte(name))
			err = errors.Join(err, failed)
			return made
		}
		s := shelf{root, bucket(bucketKeys), bucket(bucketIDs), bucket(bucketSecrets), bucket(bucketExpiries)}
		if err != nil {
			return err
		}
		// Keys only ever come at the end: full pages waste nothing.
		s.keys.FillPercent = 0.95
		return do(s, a.now())
	})
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

func (s shelf) insert(made record) error {
	if s.ids.Get([]byte(made.ID)) != nil || s.secrets.Get(made.SecretHash) != nil {
		return fmt.Errorf("key %s exists already", made.ID)
	}
	number, err := s.keys.NextSequence()
	if err != nil {
		return err
	}
	sequence := binary.BigEndian.AppendUint64(nil, number)
	return errors.Join(
		s.put(sequence, made),
		s.ids.Put([]byte(made.ID), sequence),
		s.secrets.Put(made.SecretHash, sequence),
		s.count(sequence, made, 1),
	)
}

func (s shelf) replace(sequence []byte, before, after record) error {
	return errors.Join(s.count(sequence, before, -1), s.count(sequence, after, 1), s.put(sequence, after))
}

func (s shelf) remove(sequence []byte, before record) error {
	return errors.Join(
		s.count(sequence, before, -1),
		s.ids.Delete([]byte(before.ID)),
		s.secrets.Delete(before.SecretHash),
		s.keys.Delete(sequence),
	)
}

func (s shelf) put(sequence []byte, r record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write a key to the data file: %w", err)
	}
	return s.keys.Put(sequence, text)
}
