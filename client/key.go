package client

import (
	"fmt"
	"time"

	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// Status tells whether a key works. Every console's own words are translated
// into these four.
type Status string

// The statuses a key can have.
const (
	Active   Status = "active"   // accepted by its console
	Disabled Status = "disabled" // refused, and can be enabled again
	Expired  Status = "expired"  // refused because its time is over
	Revoked  Status = "revoked"  // refused for good
)

// Field names one property of a key, as it is called in JSON, in columns, in
// filters and in a key's list of unknown fields.
type Field string

// The fields of a key that a console may not tell.
const (
	FieldPrefix    Field = "prefix"
	FieldStatus    Field = "status" // of single keys, which count as active then
	FieldScopes    Field = "scopes"
	FieldCreatedAt Field = "created_at"
	FieldExpiresAt Field = "expires_at"
	FieldLastUsed  Field = "last_used_at"
	FieldRevokedAt Field = "revoked_at"

	FieldQuota Field = "quota" // of drafts; no column, because most consoles have none
)

// Key is the record a console keeps of a key. It never holds the secret.
// Times are UTC; the zero time means none, or not told: Unknown names the
// fields that this console does not tell at all, or not of this key.
type Key struct {
	ID         string
	Name       string
	Prefix     string // the public beginning of the secret, as the console shows it
	Status     Status
	Scopes     []Scope
	Workspace  string // whose key it is, where consoles have workspaces; "" where this isn't reported
	CreatedAt  time.Time
	ExpiresAt  time.Time
	LastUsedAt time.Time
	RevokedAt  time.Time
	Unknown    []Field

	// Listed says that a client read the key out of its console's list, so that its
	// absence later on means something.
	Listed bool

	// Quota is how much the key may be used; nil where it has none, or the
	// console tells none.
	Quota *Quota
	// Details are what the console tells beyond the fields that all consoles
	// share, in the order in which they are shown.
	Details []Detail
}

// Describe names a key for a person: its name, and its id.
func (k Key) Describe() string {
	return fmt.Sprintf("%s (%s)", safetext.Quote(k.Name), safetext.Printable(k.ID))
}

// Ended reports whether the key works no more, and never will again.
func (k Key) Ended() bool { return k.Status == Revoked || k.Status == Expired }

// Detail is one more property of a key, as one console tells it. The name is
// in snake_case; the value is a text, a bool, an int64, a time in UTC, or a list
// of texts.
type Detail struct {
	Name  string
	Value any
}

// clockSkew is how far a console's clock may be behind ours when a key is
// looked for that was made just now.
const clockSkew = 5 * time.Minute

// StatusAt works out the status of a key from what most consoles tell: when
// it was revoked and when it ends.
func StatusAt(now, revoked, expires time.Time) Status {
	switch {
	case !revoked.IsZero() && !revoked.After(now.Add(clockSkew)):
		return Revoked
	case !expires.IsZero() && !expires.After(now):
		return Expired
	}
	return Active
}

// Created is what a create gives: the record, and the secret that the console
// tells only now.
type Created struct {
	Key    Key
	Secret secrets.Secret
	// Receipt says that the console answered the id to this very create, and that
	// no key is known to have had it before: the key is ours, and may be ended
	// without asking. What was found by looking into the list never has one.
	Receipt bool
}

// UsageReport is how much a key was used, as far as its console tells.
type UsageReport struct {
	Rows  []UsageRow
	Total Amounts
}

// UsageRow is the usage of one model on one day.
type UsageRow struct {
	Day       time.Time // its begin, UTC
	Model     string
	ModelType string // in the console's own word, "" where it tells none
	Amounts   Amounts
}

// Amounts are what was used. The unit of each is the console's: tokens,
// characters, or seconds of sound. nil is what it doesn't tell, which isn't zero.
type Amounts struct {
	Input, Output, Cached, Total             *uint64
	InputCharacters, InputAudio, OutputAudio *uint64
}

// within reports whether a day belongs to what was asked for, or is next to it:
// in which zone its days begin, no console says.
func (r UsageRow) within(since, until time.Time) bool {
	const day = 24 * time.Hour
	return !r.Day.Before(since.Truncate(day).Add(-day)) && !r.Day.After(until.Add(day))
}
