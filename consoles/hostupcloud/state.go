package hostupcloud

import (
	"slices"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/client/wire"
)

func (w *wireKey) runs() []*bool  { return []*bool{w.Active, w.IsActive, w.Enabled, w.IsEnabled} }
func (w *wireKey) stops() []*bool { return []*bool{w.Disabled, w.IsDisabled, w.Revoked, w.IsRevoked} }

// status is disabled also for a key that is expired, because that is what
// somebody did and can undo: what the console calls revoked can be enabled.
func (w *wireKey) status(now time.Time) client.Status {
	words := w.words()
	is := func(value bool) func(*bool) bool {
		return func(flag *bool) bool { return flag != nil && *flag == value }
	}
	over := func(at wire.Timestamp) bool { return client.StatusAt(now, at.Time, time.Time{}) == client.Revoked }
	switch {
	case over(w.DeletedAt), slices.Contains(words, client.Revoked):
		return client.Revoked
	case over(w.DisabledAt), over(w.RevokedAt), slices.Contains(words, client.Disabled),
		slices.ContainsFunc(w.runs(), is(false)), slices.ContainsFunc(w.stops(), is(true)):
		return client.Disabled
	case slices.Contains(words, client.Expired):
		return client.Expired
	}
	return client.StatusAt(now, time.Time{}, w.ExpiresAt.Time)
}

// told reports whether the console says anything of the state.
func (w *wireKey) told() bool {
	given := func(flag *bool) bool { return flag != nil }
	return slices.ContainsFunc(w.runs(), given) || slices.ContainsFunc(w.stops(), given) || len(w.words()) > 0 ||
		!w.DisabledAt.IsZero() || !w.RevokedAt.IsZero() || !w.DeletedAt.IsZero()
}

// words are the states that are told in words that are known.
func (w *wireKey) words() []client.Status {
	var words []client.Status
	for _, text := range []string{w.Status, w.State} {
		switch strings.ToLower(text) {
		case "active", "enabled":
			words = append(words, client.Active)
		case "disabled", "inactive", "revoked", "deactivated", "suspended", "paused", "blocked":
			words = append(words, client.Disabled)
		case "deleted", "removed":
			words = append(words, client.Revoked)
		case "expired":
			words = append(words, client.Expired)
		}
	}
	return words
}
