package emulator

import (
	"context"
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"keyctl/emulator/store"
)

// Account is one console's account: its keys and the rules that hold for them.
// Every method enforces the rules in one transaction, also against other
// processes on the same file, and fails with a [Violation] or a [*Failure].
type Account struct {
	console    string
	rules      Rules
	namespaces []string
	members    []member
	file       *store.File
	faults     *faults
	pace       pace
	now        func() time.Time
}

// Fault gives the [*Failure] due for a request that does this verb, or nil. It is
// for what only a console's half knows of, such as [VerbCheck]; the other
// methods take the faults of their verbs themselves.
func (a *Account) Fault(verb Verb) error { return a.faults.take(verb) }

// Now gives the emulator's time.
func (a *Account) Now() time.Time { return stamp(a.now()) }

// view runs a transaction that only reads.
func (a *Account) view(ctx context.Context, do func(shelf) error) error {
	return a.file.View(ctx, func(tx *bbolt.Tx) error {
		root := tx.Bucket([]byte(a.console))
		if root == nil {
			return do(shelf{})
		}
		bucket := func(name string) *bbolt.Bucket { return root.Bucket([]byte(name)) }
		return do(shelf{root, bucket(bucketKeys), bucket(bucketIDs), bucket(bucketSecrets), bucket(bucketExpiries)})
	})
}

// update runs a transaction that may write.
func (a *Account) update(ctx context.Context, do func(shelf, time.Time) error) error {
	return a.file.Update(ctx, func(tx *bbolt.Tx) error {
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
