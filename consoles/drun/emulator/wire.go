package emulator

import (
	"strconv"
	"time"

	"keyctl/emulator"
)

type key struct {
	ID            string     `json:"id"`
	Name          string     `json:"name"`
	Key           string     `json:"key"`
	CreateBy      string     `json:"createBy"`
	UserID        string     `json:"userId"`
	Workspace     int32      `json:"workspace,omitempty"`
	Creation      time.Time  `json:"creationTimestamp"`
	ExpireTime    *time.Time `json:"expireTime,omitempty"`
	Expired       bool       `json:"expired"`
	Disabled      bool       `json:"disabled"`
	LastUsed      *time.Time `json:"lastUsedTime,omitempty"`
	Unlimited     *bool      `json:"unlimitedQuota,omitempty"`
	Quota         *int64     `json:"quota,omitempty,string"`
	UsedQuota     *int64     `json:"usedQuota,omitempty,string"`
	Remaining     *int64     `json:"remainingQuota,omitempty,string"`
	RemainingAsOf *time.Time `json:"remainingQuotaSyncedAt,omitempty"`
}

func wireKey(k emulator.Key, now time.Time) key {
	workspace, _ := strconv.ParseInt(k.Workspace, 10, 32)
	wire := key{
		ID:         k.ID,
		Name:       k.Name,
		Key:        k.Prefix,
		CreateBy:   k.Owner,
		UserID:     userID(k.Owner),
		Workspace:  int32(workspace),
		Creation:   k.Created,
		ExpireTime: orNothing(k.Expires),
		Expired:    !k.Expires.IsZero() && !k.Expires.After(now),
		Disabled:   k.Disabled,
		LastUsed:   orNothing(k.LastUsed),
	}
	if k.Quota == nil {
		return wire
	}
	wire.Unlimited, wire.UsedQuota = &k.Quota.Unlimited, &k.Quota.Used
	if !k.Quota.Unlimited {
		remaining := max(0, k.Quota.Limit-k.Quota.Used)
		wire.Quota, wire.Remaining, wire.RemainingAsOf = &k.Quota.Limit, &remaining, &now
	}
	return wire
}

func orNothing(moment time.Time) *time.Time {
	if moment.IsZero() {
		return nil
	}
	return &moment
}

type keyPage struct {
	Items []key      `json:"items"`
	Page  pagination `json:"page"`
}

type pagination struct {
	Total    int64  `json:"total"`
	Page     int32  `json:"page"`
	PageSize int32  `json:"pageSize"`
	Sort     string `json:"sort,omitempty"`
	Search   string `json:"search,omitempty"`
}

type keySecret struct {
	ID  string `json:"id"`
	Key string `json:"key"`
}

type creationCheck struct {
	Allowed bool   `json:"allowed"`
	Reason  string `json:"reason,omitempty"`
}

type statistics struct {
	DataPoints []dataPoint `json:"dataPoints"`
	TotalUsage usage       `json:"totalUsage"`
}

type dataPoint struct {
	Timestamp time.Time `json:"timestamp"`
	Model     string    `json:"model"`
	ModelType string    `json:"modelType"`
	Usage     usage     `json:"usage"`
}

type usage struct {
	Input  int64 `json:"input,string"`
	Output int64 `json:"output,string"`
	Cached int64 `json:"cached,string"`
	Total  int64 `json:"total,string"`
}

func wireUsage(u emulator.Usage) usage { return usage{u.Input, u.Output, u.Cached, u.Total} }

type failure struct {
	ID      string `json:"id"`
	Message string `json:"message"`
}
