package drun

import (
	"strconv"

	"keyctl/client"
)

// details are what the console tells beyond the fields of all consoles. A zero
// may be there only because every field is, and tells nothing then; the quotas
// of a workspace's keys are what they say.
func (w *wireKey) details(quotas bool) []client.Detail {
	var told details
	told.add("workspace", strconv.FormatInt(w.Workspace, 10), w.Workspace != 0)
	told.add("created_by", w.CreatedBy, w.CreatedBy != "")
	told.add("user_id", w.UserID, w.UserID != "")
	switch {
	case quotas: // it is no detail
	case w.Unlimited:
		told.add("quota", "unlimited", true)
	default:
		told.number("quota", w.Quota, false)
	}
	told.number("used_quota", w.UsedQuota, quotas)
	told.number("remaining_quota", w.RemainingQuota, quotas && !w.Unlimited)
	told.add("remaining_quota_synced_at", w.SyncedAt.Time, !w.SyncedAt.IsZero())
	told.add("allow_models", w.AllowModels, len(w.AllowModels) > 0)
	told.add("deny_models", w.DenyModels, len(w.DenyModels) > 0)
	return told
}

type details []client.Detail

func (d *details) add(name string, value any, told bool) {
	if told {
		*d = append(*d, client.Detail{Name: name, Value: value})
	}
}

// number adds a number that was told, a zero only where it counts.
func (d *details) number(name string, value *int64Text, zeroCounts bool) {
	if value != nil {
		d.add(name, int64(*value), *value != 0 || zeroCounts)
	}
}
