package emulator

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"slices"
	"time"
	"unicode/utf8"
)

// Account is one console's account: its keys and the rules that hold for them.
// Every method enforces the rules in one transaction, also against other
// processes on the same file, and fails with a [Violation] or a [*Failure].
type Account struct {
	console    string
	rules      Rules
	namespaces []string
	credential [sha256.Size]byte
	store      *store
	faults     *faults
	now        func() time.Time
}

// IsCredential says whether the secret is this run's management credential.
func (a *Account) IsCredential(secret string) bool {
	hash := sha256.Sum256([]byte(secret))
	return subtle.ConstantTimeCompare(hash[:], a.credential[:]) == 1
}

// Create makes a key.
func (a *Account) Create(ctx context.Context, draft Draft) (Key, error) {
	if err := a.faults.take(VerbCreate); err != nil {
		return Key{}, err
	}
	made := record{
		Key:        Key{ID: draft.ID, Name: draft.Name, Prefix: draft.Prefix, Scope: draft.Scope, Expires: draft.Expires.UTC()},
		SecretHash: hashSecret(draft.Secret),
	}
	err := a.update(ctx, func(s shelf, now time.Time) error {
		if err := a.check(Change{Name: &draft.Name, Scope: &draft.Scope, Expires: &draft.Expires}, now); err != nil {
			return err
		}
		if err := s.checkRoom(a.rules.ActiveKeys, now); err != nil {
			return err
		}
		made.Created = stamp(now)
		return s.insert(made)
	})
	return made.Key, err
}

// Change changes a key and returns it as it is then.
func (a *Account) Change(ctx context.Context, id string, change Change) (Key, error) {
	if err := a.faults.take(change.verbs()...); err != nil {
		return Key{}, err
	}
	return a.changeRecord(ctx, id, func(r *record, now time.Time) error {
		if err := a.check(change, now); err != nil {
			return err
		}
		if change.Name != nil {
			r.Name = *change.Name
		}
		if change.Scope != nil {
			r.Scope = *change.Scope
		}
		if change.Expires != nil {
			r.Expires = change.Expires.UTC()
		}
		return nil
	})
}

// Revoke stops a key for good and returns it as it is then.
func (a *Account) Revoke(ctx context.Context, id string) (Key, error) {
	if err := a.faults.take(VerbRevoke); err != nil {
		return Key{}, err
	}
	return a.changeRecord(ctx, id, func(r *record, now time.Time) error {
		r.Revoked = stamp(now)
		return nil
	})
}

func (a *Account) changeRecord(ctx context.Context, id string, change func(*record, time.Time) error) (Key, error) {
	var changed record
	err := a.update(ctx, func(s shelf, now time.Time) error {
		sequence, before, err := s.byID(id)
		if err != nil {
			return err
		}
		if err := before.usable(now); err != nil {
			return err
		}
		changed = before
		if err := change(&changed, now); err != nil {
			return err
		}
		if a.rules.RevokeRemoves && !changed.Revoked.IsZero() {
			return s.remove(sequence, before)
		}
		return s.replace(sequence, before, changed)
	})
	if err != nil {
		return Key{}, err
	}
	return changed.Key, nil
}

func (a *Account) check(change Change, now time.Time) error {
	if change.Name != nil && a.rules.NameLength > 0 && utf8.RuneCountInString(*change.Name) > a.rules.NameLength {
		return ErrNameLength
	}
	if change.Expires != nil && !change.Expires.IsZero() && !change.Expires.After(now) {
		return ErrPastExpiry
	}
	if change.Scope == nil {
		return nil
	}
	for _, namespace := range change.Scope.Namespaces {
		if !slices.Contains(a.namespaces, namespace) {
			return ErrForeignNamespace
		}
	}
	return nil
}

// stamp is a time as it is written down.
func stamp(now time.Time) time.Time { return now.UTC().Truncate(time.Microsecond) }
