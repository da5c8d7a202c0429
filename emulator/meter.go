package emulator

import (
	"context"
	"slices"
	"time"
)

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
