package quarry

import (
	"encoding/json"
	"time"

	"keyctl/client"
	"keyctl/internal/secrets"
)

// wireKey is a key as the console sends it [doc].
type wireKey struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	Hint      string `json:"hint"` // "qry_1f2e3d4c****"
	Paused    bool   `json:"paused"`
	CreatedAt millis `json:"created_ms"`
	EndsAt    millis `json:"ends_ms"`
	UsedAt    millis `json:"used_ms"`
}

func (w *wireKey) key(now time.Time) client.Key {
	key := client.Key{
		ID: w.ID, Name: w.Label, Prefix: secrets.PublicPrefix(w.Hint),
		Status:    client.StatusAt(now, time.Time{}, w.EndsAt.time()),
		CreatedAt: w.CreatedAt.time(), ExpiresAt: w.EndsAt.time(), LastUsedAt: w.UsedAt.time(),
	}
	if w.Paused && key.Status == client.Active {
		key.Status = client.Disabled
	}
	return key
}

// millis are milliseconds since 1970 [doc]; null, which leaves 0, is no time.
type millis int64

func (m millis) time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(m)).UTC()
}

// milliseconds is the wish as the console takes it; null clears [inferred].
func milliseconds(wish client.Expiry) *int64 {
	if wish.At.IsZero() {
		return nil
	}
	at := wish.At.UnixMilli()
	return &at
}

// The requests [doc; endBody: inferred].
type (
	createBody struct {
		Label  string `json:"label"`
		EndsAt *int64 `json:"ends_ms,omitempty"`
	}
	labelBody struct {
		Label string `json:"label"`
	}
	endBody struct {
		EndsAt *int64 `json:"ends_ms"`
	}
)

func failure(_ int, body []byte) client.Failure {
	var answer struct {
		Problem struct {
			Text string `json:"text"`
		} `json:"problem"`
	}
	_ = json.Unmarshal(body, &answer) // what isn't understood says nothing
	return client.Failure{Message: answer.Problem.Text}
}
