package drun

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/client/wire"
)

// wireKey is a key as the console sends it [spec]. A console may leave out
// what is zero, so that only a few zeros say something.
type wireKey struct {
	ID             string         `json:"id"`
	Name           string         `json:"name"`
	Key            string         `json:"key"`
	Disabled       bool           `json:"disabled"`
	Expired        bool           `json:"expired"`
	CreatedAt      wire.Timestamp `json:"creationTimestamp"`
	ExpiresAt      wire.Timestamp `json:"expireTime"`
	LastUsedAt     wire.Timestamp `json:"lastUsedTime"`
	Workspace      int64          `json:"workspace"`
	CreatedBy      string         `json:"createBy"`
	UserID         string         `json:"userId"`
	Unlimited      bool           `json:"unlimitedQuota"`
	Quota          *int64Text     `json:"quota"`
	UsedQuota      *int64Text     `json:"usedQuota"`
	RemainingQuota *int64Text     `json:"remainingQuota"`
	SyncedAt       wire.Timestamp `json:"remainingQuotaSyncedAt"`
	AllowModels    []string       `json:"allowModels"`
	DenyModels     []string       `json:"denyModels"`
}

// reader gives what turns the keys of one answer into ours.
func (p place) reader() func(*wireKey) client.Key {
	now := time.Now()
	return func(w *wireKey) client.Key { return w.key(now, p.workspace != "") }
}

func (w *wireKey) key(now time.Time, quotas bool) client.Key {
	key := client.Key{
		ID: w.ID, Name: w.Name, Prefix: masked(w.Key), Status: w.status(now),
		CreatedAt: w.CreatedAt.Time, ExpiresAt: w.ExpiresAt.Time, LastUsedAt: w.LastUsedAt.Time,
		Workspace: w.workspace(), Details: w.details(quotas),
	}
	if quotas {
		key.Quota = w.quota()
	}
	return key
}

// workspace is whose key it is, "" for the account's own.
func (w *wireKey) workspace() string {
	if w.Workspace == 0 {
		return ""
	}
	return strconv.FormatInt(w.Workspace, 10)
}

// status is the stronger one of a key that is disabled and expired: expired it
// would be again once it is enabled.
func (w *wireKey) status(now time.Time) client.Status {
	switch {
	case w.Disabled:
		return client.Disabled
	case w.Expired:
		return client.Expired
	}
	return client.StatusAt(now, time.Time{}, w.ExpiresAt.Time)
}

func (w *wireKey) quota() *client.Quota {
	switch {
	case w.Unlimited:
		return &client.Quota{Unlimited: true}
	case w.Quota != nil:
		return &client.Quota{Limit: int64(*w.Quota)}
	}
	return nil
}

func (p place) created(raw []byte) (client.Created, error) {
	names := []string{"key", "secret", "apiKey", "api_key", "token"}
	return client.ReadCreated(raw, keyPrefix, names, p.reader())
}

// failure reads what the console says, in Chinese or in English, and the id
// of it, which is the same in both. What stands between may speak otherwise.
func failure(status int, body []byte) client.Failure {
	var said struct{ ID, Message json.RawMessage }
	var message, id string
	_ = json.Unmarshal(body, &said)
	_ = json.Unmarshal(said.Message, &message)
	_ = json.Unmarshal(said.ID, &id)
	switch {
	case message == "" && id == "":
		return client.ReadFailure(status, body)
	case message == "":
		message = id
	case id != "" && !strings.Contains(message, id):
		message += " (" + id + ")"
	}
	return client.Failure{Message: message}
}
