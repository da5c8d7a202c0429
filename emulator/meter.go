package emulator

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"
)

// bucketUsage holds what was used: hour, key and model → [Metered].
const bucketUsage = "usage"

// ErrQuota refuses a key that has used up its quota.
const ErrQuota Violation = "the key's quota is used up"

// Usage is what requests used, in the console's own units.
type Usage struct {
	Requests int64 `json:"requests"`
	Input    int64 `json:"input"`
	Output   int64 `json:"output"`
	Cached   int64 `json:"cached"`
	Total    int64 `json:"total"`
}

// Plus is both together.
func (u Usage) Plus(other Usage) Usage {
	return Usage{
		Requests: u.Requests + other.Requests,
		Input:    u.Input + other.Input,
		Output:   u.Output + other.Output,
		Cached:   u.Cached + other.Cached,
		Total:    u.Total + other.Total,
	}
}

// Metered is what one key used of one model within an hour. It outlives the key.
type Metered struct {
	Key       string    `json:"key"`
	Owner     string    `json:"owner,omitempty"`
	Workspace string    `json:"workspace,omitempty"`
	Model     string    `json:"model"`
	Hour      time.Time `json:"hour"`
	Usage     Usage     `json:"usage"`
}

// Meter authenticates a secret, notes the use and counts what was used, all at
// once. A quota that isn't used up yet allows one more request of any size.
func (a *Account) Meter(ctx context.Context, secret, model string, used Usage) error {
	return a.update(ctx, func(s shelf, now time.Time) error {
		sequence, before, err := s.bySecret(hashSecret(secret))
		if err != nil {
			return err
		}
		if err := before.usable(now); err != nil {
			return err
		}
		after := before
		if after.Quota = before.Quota.clone(); after.Quota != nil {
			if !after.Quota.Unlimited && after.Quota.Used >= after.Quota.Limit {
				return ErrQuota
			}
			after.Quota.Used += used.Total
		}
		after.LastUsed = stamp(now)
		if err := s.replace(sequence, before, after); err != nil {
			return err
		}
		return s.addUsage(Metered{
			Key: after.ID, Owner: after.Owner, Workspace: after.Workspace, Model: model,
			Hour: now.UTC().Truncate(time.Hour), Usage: used,
		})
	})
}

func (s shelf) addUsage(added Metered) error {
	usage, err := s.root.CreateBucketIfNotExists([]byte(bucketUsage))
	if err != nil {
		return err
	}
	entry := append(hourEntry(added.Hour), added.Key+"\x00"+added.Model...)
	if text := usage.Get(entry); text != nil {
		before, err := readMetered(text)
		if err != nil {
			return err
		}
		added.Usage = added.Usage.Plus(before.Usage)
	}
	text, err := json.Marshal(added)
	if err != nil {
		return fmt.Errorf("write the usage to the data file: %w", err)
	}
	return usage.Put(entry, text)
}

// Usage lists what was used in the hours from the one that since lies in to the
// last that begins before until, by these keys of these models. Zero times and
// empty lists leave out none.
func (a *Account) Usage(ctx context.Context, since, until time.Time, ids, models []string) ([]Metered, error) {
	if err := a.faults.take(VerbUsage); err != nil {
		return nil, err
	}
	var all []Metered
	err := a.view(ctx, func(s shelf) error {
		if s.root == nil || s.root.Bucket([]byte(bucketUsage)) == nil {
			return nil
		}
		cursor := s.root.Bucket([]byte(bucketUsage)).Cursor()
		for entry, text := cursor.Seek(hourEntry(since.UTC().Truncate(time.Hour))); entry != nil; entry, text = cursor.Next() {
			metered, err := readMetered(text)
			if err != nil {
				return err
			}
			if !until.IsZero() && !metered.Hour.Before(until) {
				return nil
			}
			if among(metered.Key, ids) && among(metered.Model, models) {
				all = append(all, metered)
			}
		}
		return nil
	})
	return all, err
}

func among(word string, words []string) bool { return len(words) == 0 || slices.Contains(words, word) }

func readMetered(text []byte) (Metered, error) {
	var metered Metered
	if err := json.Unmarshal(text, &metered); err != nil {
		return Metered{}, fmt.Errorf("read the usage from the data file: %w", err)
	}
	return metered, nil
}

// hourEntry sorts by time, also before 1970.
func hourEntry(hour time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(hour.Unix())^(math.MaxInt64+1))
}
