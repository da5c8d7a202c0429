package hostupcloud

import (
	"time"

	"keyctl/client"
)

// wireKey is a key as the console sends it [inferred].
type wireKey struct {
	ID          string           `json:"id"`
	Name        string           `json:"name"`
	Permissions permissions      `json:"permissions"`
	KeyPrefix   string           `json:"keyPrefix"`
	Active      *bool            `json:"active"`
	IsActive    *bool            `json:"isActive"` // other names for active: a key that is stopped
	Enabled     *bool            `json:"enabled"`  // must not look like one that works
	CreatedAt   client.Timestamp `json:"createdAt"`
	ExpiresAt   client.Timestamp `json:"expiresAt"`
	LastUsedAt  client.Timestamp `json:"lastUsedAt"`
}

func (w *wireKey) key(now time.Time) client.Key {
	return client.Key{
		ID: w.ID, Name: w.Name, Prefix: client.PublicPrefix(w.KeyPrefix), Scopes: w.Permissions.words(), Status: w.status(now),
		CreatedAt: w.CreatedAt.Time, ExpiresAt: w.ExpiresAt.Time, LastUsedAt: w.LastUsedAt.Time,
	}
}

// status is disabled also for a key that is expired, because that is what
// somebody did and can undo.
func (w *wireKey) status(now time.Time) client.Status {
	for _, active := range []*bool{w.Active, w.IsActive, w.Enabled} {
		if active != nil && !*active {
			return client.Disabled
		}
	}
	return client.StatusAt(now, time.Time{}, w.ExpiresAt.Time)
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
