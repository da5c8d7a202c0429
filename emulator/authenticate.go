package emulator

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"time"
)

// Authenticate finds the key of a secret. A key that is revoked, expired or
// disabled authenticates nobody.
func (a *Account) Authenticate(ctx context.Context, secret string) (Key, error) {
	var found record
	err := a.view(ctx, func(s shelf) error {
		var err error
		if _, found, err = s.bySecret(hashSecret(secret)); err != nil {
			return err
		}
		return found.usable(a.now())
	})
	if err != nil {
		return Key{}, err
	}
	return found.Key, nil
}

// Use authenticates a secret and, if allow says yes, notes the use, all at once.
// It reports what allow said. It is what consoles answer to someone who tries a
// secret, and so meets the faults of [VerbVerify].
func (a *Account) Use(ctx context.Context, secret string, allow func(Scope) bool) (bool, error) {
	if err := a.faults.take(VerbVerify); err != nil {
		return false, err
	}
	var allowed bool
	err := a.update(ctx, func(s shelf, now time.Time) error {
		sequence, before, err := s.bySecret(hashSecret(secret))
		if err != nil {
			return err
		}
		if err := before.usable(now); err != nil {
			return err
		}
		if allowed = allow(before.Scope); !allowed {
			return nil
		}
		after := before
		after.LastUsed = stamp(now)
		return s.replace(sequence, before, after)
	})
	return allowed && err == nil, err
}

// Member says whose management credential of this run the secret is. It takes
// the same time for every secret.
func (a *Account) Member(secret string) (name string, ok bool) {
	hash := sha256.Sum256([]byte(secret))
	found := -1
	for i := range a.members {
		same := subtle.ConstantTimeCompare(hash[:], a.members[i].hash[:])
		found = subtle.ConstantTimeSelect(same, i, found)
	}
	if found < 0 {
		return "", false
	}
	return a.members[found].name, true
}

// IsCredential says whether the secret is a management credential of this run.
func (a *Account) IsCredential(secret string) bool {
	_, ok := a.Member(secret)
	return ok
}

// Admit counts a request with this secret, if the console's rule allows one
// more, and otherwise says how long it doesn't. Any minute counts, and only
// what was admitted in it; the count is this process's own.
func (a *Account) Admit(secret string) (wait time.Duration, ok bool) {
	if a.rules.RequestsPerMinute == 0 {
		return 0, true
	}
	return a.pace.admit(sha256.Sum256([]byte(secret)), a.rules.RequestsPerMinute, a.now)
}
