package consoles_test

import (
	"net/http"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"

	"keyctl/client"
	"keyctl/internal/errs"
)

// TestAListIsReadToItsLastPage, and what comes before a page that cannot be
// read is never taken for all.
func TestAListIsReadToItsLastPage(t *testing.T) {
	t.Parallel()
	for _, v := range variants() {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, v)
				var made []string
				for i := range 5 {
					draft := r.draft(client.VerbCreate)
					draft.Name = "key-" + strconv.Itoa(i)
					if _, err := r.client.Create(t.Context(), draft, client.Before{}, keep); err != nil {
						t.Fatal(err)
					}
					made = append(made, draft.Name)
				}
				r.arm(client.VerbList, 0, nil)
				listed, err := r.names()
				if slices.Sort(listed); err != nil || !slices.Equal(listed, made) {
					t.Errorf("listed %v, %v", listed, err)
				}
				pages := len(r.sent(client.VerbList))
				if v.name == example && pages != 3 {
					t.Errorf("%d keys came on %d pages", len(made), pages)
				}
				r.arm(client.VerbList, -1, cutShort)
				isList, page := r.hits, 0
				r.hits = func(request *http.Request) bool {
					if isList(request) {
						page++
					}
					return page == pages
				}
				listed, err = r.names()
				r.check("the last page is cut short", client.VerbList, err, errs.Unreachable, pages)
				if len(listed) >= len(made) {
					t.Errorf("listed %v", listed)
				}
			})
		})
	}
}

// names lists what there is, up to an error.
func (r *rig) names() (names []string, err error) {
	for key, err := range r.client.List(r.t.Context()) {
		if err != nil {
			return names, err
		}
		names = append(names, key.Name)
	}
	return names, nil
}
