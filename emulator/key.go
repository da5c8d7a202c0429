package emulator

import "time"

// Key is the record of an API key. It never holds the secret.
type Key struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Prefix string `json:"prefix"`
	Scope  Scope  `json:"scope,omitzero"`
	// Zero times mean never.
	Created  time.Time `json:"created,omitzero"`
	Expires  time.Time `json:"expires,omitzero"`
	Revoked  time.Time `json:"revoked,omitzero"`
	LastUsed time.Time `json:"last_used,omitzero"`
	Disabled bool      `json:"disabled,omitempty"`
	// Owner is the member of the account who made the key.
	Owner string `json:"owner,omitempty"`
	// Workspace is where the key lives; "" is the account itself.
	Workspace string `json:"workspace,omitempty"`
	// Quota is nil where a console has no quotas.
	Quota *Quota `json:"quota,omitempty"`
}

// Quota is how much a key may use, in the console's own units.
type Quota struct {
	Unlimited bool  `json:"unlimited,omitempty"`
	Limit     int64 `json:"limit,omitempty"`
	Used      int64 `json:"used,omitempty"`
}

// Scope is what a key may do: words whose meaning is the console's, and the
// namespaces they are limited to.
type Scope struct {
	Words      []string `json:"words,omitempty"`
	Namespaces []string `json:"namespaces,omitempty"`
}

// IsZero says whether nothing is allowed.
func (s Scope) IsZero() bool { return len(s.Words) == 0 && len(s.Namespaces) == 0 }

func (q *Quota) clone() *Quota {
	if q == nil {
		return nil
	}
	copied := *q
	return &copied
}

func (q *Quota) used() int64 {
	if q == nil {
		return 0
	}
	return q.Used
}

func (k Key) expired(now time.Time) bool { return !k.Expires.IsZero() && !k.Expires.After(now) }

// usable says why a key authenticates nobody, if so.
func (k Key) usable(now time.Time) error {
	switch {
	case !k.Revoked.IsZero():
		return ErrRevoked
	case k.expired(now):
		return ErrExpired
	case k.Disabled:
		return ErrDisabled
	}
	return nil
}

// changeable says why a key can't be changed, if so.
func (k Key) changeable(rules Rules, now time.Time) error {
	switch {
	case !k.Revoked.IsZero():
		return ErrRevoked
	case k.expired(now) && !rules.ChangeExpired:
		return ErrExpired
	}
	return nil
}
