package emulator

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"keyctl/emulator"
)

func (c console) listWhole(w http.ResponseWriter, r *http.Request, at place) error {
	return c.list(w, r, func(k emulator.Key) bool { return at.holds(k.Owner, k.Workspace) }, c.whole)
}

func (c console) listMasked(w http.ResponseWriter, r *http.Request, at place) error {
	return c.list(w, r, func(k emulator.Key) bool { return at.holds(k.Owner, k.Workspace) }, masked)
}

func (c console) listMine(w http.ResponseWriter, r *http.Request, at place) error {
	return c.list(w, r, func(k emulator.Key) bool { return k.Workspace == at.workspace && k.Owner == at.member }, c.whole)
}

func masked(k emulator.Key) string { return k.Prefix }

// whole masks the keys that this run doesn't know.
func (c console) whole(k emulator.Key) string {
	if secret, kept := c.secrets.find(k.ID); kept {
		return secret
	}
	return masked(k)
}

func (c console) list(w http.ResponseWriter, r *http.Request, keep func(emulator.Key) bool, text func(emulator.Key) string) error {
	asked, err := readPage(r)
	if err != nil {
		return err
	}
	found, err := c.collect(r.Context(), asked, keep)
	if err != nil {
		return err
	}
	asked.Total = int64(len(found))
	now := c.account.Now()
	items := []key{}
	for _, k := range asked.cut(found) {
		item := wireKey(k, now)
		item.Key = text(k)
		items = append(items, item)
	}
	emulator.WriteJSON(w, http.StatusOK, keyPage{Items: items, Page: asked})
	return nil
}

func (c console) collect(ctx context.Context, asked pagination, keep func(emulator.Key) bool) ([]emulator.Key, error) {
	search := strings.ToLower(asked.Search)
	var found []emulator.Key
	for k, err := range c.account.KeysWhere(ctx, keep) {
		if err != nil {
			return nil, err
		}
		if strings.Contains(strings.ToLower(k.Name), search) {
			found = append(found, k)
		}
	}
	field, descending := strings.CutPrefix(asked.Sort, "-")
	if field == "" {
		return found, nil
	}
	slices.SortStableFunc(found, func(a, b emulator.Key) int {
		if descending {
			a, b = b, a
		}
		if field == "id" {
			return cmp.Compare(a.ID, b.ID)
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return found, nil
}
