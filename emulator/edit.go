package emulator

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"
)

// Create makes a key.
func (a *Account) Create(ctx context.Context, draft Draft) (Key, error) {
	if err := a.faults.take(VerbCreate); err != nil {
		return Key{}, err
	}
	made := record{Key: draft.key(), SecretHash: hashSecret(draft.Secret)}
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

// Room says with [ErrActiveLimit] that the account has no room for one more
// key. Only [Account.Create] can say that there is: others create keys, too.
func (a *Account) Room(ctx context.Context) error {
	return a.view(ctx, func(s shelf) error {
		if s.root == nil {
			return nil
		}
		return s.checkRoom(a.rules.ActiveKeys, a.now())
	})
}

// Change changes a key and returns it as it is then.
func (a *Account) Change(ctx context.Context, id string, change Change) (Key, error) {
	if err := a.faults.take(change.verbs(a.rules)...); err != nil {
		return Key{}, err
	}
	return a.changeRecord(ctx, id, func(r *record, now time.Time) error {
		if err := a.check(change, now); err != nil {
			return err
		}
		change.apply(&r.Key)
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

// Delete removes a key for good, whatever its state, and returns it as it was.
func (a *Account) Delete(ctx context.Context, id string) (Key, error) {
	verbs := []Verb{VerbDelete}
	if a.rules.RevokeRemoves {
		verbs = append(verbs, VerbRevoke)
	}
	if err := a.faults.take(verbs...); err != nil {
		return Key{}, err
	}
	var deleted record
	err := a.update(ctx, func(s shelf, _ time.Time) error {
		sequence, before, err := s.byID(id)
		if err != nil {
			return err
		}
		deleted = before
		return s.remove(sequence, before)
	})
	if err != nil {
		return Key{}, err
	}
	return deleted.Key, nil
}

func (a *Account) changeRecord(ctx context.Context, id string, change func(*record, time.Time) error) (Key, error) {
	var changed record
	err := a.update(ctx, func(s shelf, now time.Time) error {
		sequence, before, err := s.byID(id)
		if err != nil {
			return err
		}
		if err := before.changeable(a.rules, now); err != nil {
			return err
		}
		changed = before
		if err := change(&changed, now); err != nil {
			return err
		}
		if before.expired(now) && !changed.expired(now) {
			if err := s.checkRoom(a.rules.ActiveKeys, now); err != nil {
				return err
			}
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
