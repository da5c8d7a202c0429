package hostupcloud

import (
	"time"

	"keyctl/client"
	"keyctl/client/wire"
	"keyctl/internal/secrets"
)

// wireKey is a key as the console sends it [inferred].
type wireKey struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	Permissions permissions    `json:"permissions"`
	KeyPrefix   string         `json:"keyPrefix"`
	CreatedAt   wire.Timestamp `json:"createdAt"`
	ExpiresAt   wire.Timestamp `json:"expiresAt"`
	LastUsedAt  wire.Timestamp `json:"lastUsedAt"`

	// Which of the usual words the console has for the state of a key, nobody
	// documents, and one that is stopped must not look like one that works: all
	// are read, and any that says stopped counts.
	Active     *bool          `json:"active"`
	IsActive   *bool          `json:"isActive"`
	Enabled    *bool          `json:"enabled"`
	IsEnabled  *bool          `json:"isEnabled"`
	Disabled   *bool          `json:"disabled"`
	IsDisabled *bool          `json:"isDisabled"`
	Revoked    *bool          `json:"revoked"`
	IsRevoked  *bool          `json:"isRevoked"`
	DisabledAt wire.Timestamp `json:"disabledAt"`
	RevokedAt  wire.Timestamp `json:"revokedAt"`
	DeletedAt  wire.Timestamp `json:"deletedAt"`
	Status     string         `json:"status"`
	State      string         `json:"state"`
}

func (w *wireKey) key(now time.Time) client.Key {
	return client.Key{
		ID: w.ID, Name: w.Name, Prefix: secrets.PublicPrefix(w.KeyPrefix), Scopes: w.Permissions.words(), Status: w.status(now),
		CreatedAt: w.CreatedAt.Time, ExpiresAt: w.ExpiresAt.Time, LastUsedAt: w.LastUsedAt.Time,
	}
}

// listed is the key of a row in a list. A row without a state can confirm none.
func (w *wireKey) listed(now time.Time) client.Key {
	key := w.key(now)
	if !w.told() {
		key.Unknown = []client.Field{client.FieldStatus}
	}
	return key
}

// The requests [inferred].
type (
	createBody struct {
		Name        string     `json:"name"`
		Permissions []string   `json:"permissions"`
		ExpiresAt   *time.Time `json:"expiresAt,omitempty"`
	}
	expireBody struct {
		ExpiresAt *time.Time `json:"expiresAt"`
	}
	activeBody struct {
		Active bool `json:"active"`
	}
)
