package emulator

import (
	"time"

	"keyctl/emulator"
)

type key struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Prefix  string    `json:"prefix"`
	Secret  string    `json:"secret,omitempty"`
	Created time.Time `json:"created_at"`
	Revoked time.Time `json:"revoked_at,omitzero"`
}

func wireKey(k emulator.Key) key {
	return key{
		ID:      k.ID,
		Name:    k.Name,
		Prefix:  k.Prefix,
		Created: k.Created.Truncate(time.Second),
		Revoked: k.Revoked.Truncate(time.Second),
	}
}

type balance struct {
	Cents   int     `json:"balance_cents"`
	Dollars float64 `json:"balance_usd"`
}

type success struct {
	Code string `json:"code"`
	Data any    `json:"data"`
}

type failure struct {
	Code  string `json:"code"`
	Error string `json:"error"`
}
