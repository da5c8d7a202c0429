package remotegpu

import (
	"time"

	"keyctl/client"
	"keyctl/client/wire"
	"keyctl/internal/secrets"
)

// wireKey is a key as the console sends it [inferred].
type wireKey struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Prefix     string         `json:"prefix"`
	Scopes     wireScopes     `json:"scopes"`
	CreatedAt  wire.Timestamp `json:"created_at"`
	ExpiresAt  wire.Timestamp `json:"expires_at"`
	LastUsedAt wire.Timestamp `json:"last_used_at"`
	RevokedAt  wire.Timestamp `json:"revoked_at"`
}

func (w *wireKey) key(now time.Time) client.Key {
	return client.Key{
		ID: w.ID, Name: w.Name, Prefix: secrets.PublicPrefix(w.Prefix), Scopes: w.Scopes.words(),
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
