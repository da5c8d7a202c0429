package emulator

import (
	"context"
	"crypto/sha256"
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
// It reports what allow said. It is what consoles answer to whoever tries a
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

func hashSecret(secret string) []byte {
	hash := sha256.Sum256([]byte(secret))
	return hash[:]
}
