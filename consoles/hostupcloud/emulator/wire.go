package emulator

import (
	"time"

	"keyctl/emulator"
)

type key struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Secret      string     `json:"key,omitempty"`
	Permissions []string   `json:"permissions"`
	Prefix      string     `json:"keyPrefix"`
	Active      bool       `json:"active"`
	Created     time.Time  `json:"createdAt"`
	Expires     *time.Time `json:"expiresAt"`
	LastUsed    *time.Time `json:"lastUsedAt"`
}

func wireKey(k emulator.Key) key {
	return key{
		ID:          k.ID,
		Name:        k.Name,
		Permissions: k.Scope.Words,
		Prefix:      k.Prefix,
		Active:      !k.Disabled,
		Created:     k.Created,
		Expires:     orNull(k.Expires),
		LastUsed:    orNull(k.LastUsed),
	}
}

func orNull(moment time.Time) *time.Time {
	if moment.IsZero() {
		return nil
	}
	return &moment
}

type failure struct {
	Error string `json:"error"`
}
