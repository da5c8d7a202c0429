package remotegpu

import (
	"time"

	"keyctl/client"
)

// wireKey is a key as the console sends it [inferred].
type wireKey struct {
	ID         string           `json:"id"`
	Name       string           `json:"name"`
	Prefix     string           `json:"prefix"`
	Scopes     wireScopes       `json:"scopes"`
	CreatedAt  client.Timestamp `json:"created_at"`
	ExpiresAt  client.Timestamp `json:"expires_at"`
	LastUsedAt client.Timestamp `json:"last_used_at"`
	RevokedAt  client.Timestamp `json:"revoked_at"`
}

func (w *wireKey) key(now time.Time) client.Key {
	return client.Key{
		ID: w.ID, Name: w.Name, Prefix: client.PublicPrefix(w.Prefix), Scopes: w.Scopes.words(),
		Status:    client.StatusAt(now, w.RevokedAt.Time, w.ExpiresAt.Time),
		CreatedAt: w.CreatedAt.Time, ExpiresAt: w.ExpiresAt.Time,
		LastUsedAt: w.LastUsedAt.Time, RevokedAt: w.RevokedAt.Time,
	}
}

// The requests [inferred from the document's wording].
type (
	createBody struct {
		Name      string      `json:"name"`
		Scopes    *wireScopes `json:"scopes"`
		ExpiresAt *time.Time  `json:"expires_at,omitempty"`
	}
	renameBody struct {
		Name string `json:"name"`
	}
	expireBody struct {
		ExpiresAt *time.Time `json:"expires_at"`
	}
	scopeBody struct {
		Scopes *wireScopes `json:"scopes"`
	}
)
