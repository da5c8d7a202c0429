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
}

// Scope is what a key may do: words whose meaning is the console's, and the
// namespaces they are limited to.
type Scope struct {
	Words      []string `json:"words,omitempty"`
	Namespaces []string `json:"namespaces,omitempty"`
}

// IsZero says whether nothing is allowed.
func (s Scope) IsZero() bool { return len(s.Words) == 0 && len(s.Namespaces) == 0 }

// Draft is a key to be made. The console's half chooses identifier and secret.
type Draft struct {
	ID      string
	Secret  string
	Prefix  string
	Name    string
	Scope   Scope
	Expires time.Time
}

// Change is what to change about a key; nil leaves a field as it is.
type Change struct {
	Name  *string
	Scope *Scope
	// Expires pointing to the zero time clears the expiry.
	Expires *time.Time
}

func (c Change) verbs() []Verb {
	var verbs []Verb
	if c.Name != nil {
		verbs = append(verbs, VerbRename)
	}
	if c.Expires != nil {
		verbs = append(verbs, VerbExpire)
	}
	if c.Scope != nil {
		verbs = append(verbs, VerbScope)
	}
	return verbs
}

// usable says why a key can be neither used nor changed, if so.
func (k Key) usable(now time.Time) error {
	switch {
	case !k.Revoked.IsZero():
		return ErrRevoked
	case !k.Expires.IsZero() && !k.Expires.After(now):
		return ErrExpired
	}
	return nil
}
