package drun

import (
	"strings"

	"keyctl/client"
	"keyctl/internal/redact"
)

// details are what the console tells beyond the fields of all consoles. A zero
// may be there only because every field is, and tells nothing then; the quotas
// of a workspace's keys are what they say.
func (w *wireKey) details(quotas bool) []client.Detail {
	var told details
	told.add("workspace", w.workspace(), w.Workspace != 0)
	told.add("created_by", hidden(w.CreatedBy), w.CreatedBy != "")
	told.add("user_id", hidden(w.UserID), w.UserID != "")
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
	told.add("allow_models", allHidden(w.AllowModels), len(w.AllowModels) > 0)
	told.add("deny_models", allHidden(w.DenyModels), len(w.DenyModels) > 0)
	return told
}

// hidden blacks out whole keys in a text where none belongs. The name of a key is
// what its owner wrote, and is shown as it is.
func hidden(text string) string {
	if !strings.Contains(text, keyPrefix) {
		return text
	}
	var keys redact.Redactor
	keys.RegisterPrefix(keyPrefix)
	return string(keys.Redact([]byte(text)))
}

func allHidden(texts []string) []string {
	var all []string
	for _, text := range texts {
		all = append(all, hidden(text))
	}
	return all
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
