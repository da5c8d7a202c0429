package emulator

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"keyctl/emulator"
)

func TestPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	var all []string
	for i := range 23 {
		name := fmt.Sprintf("key %02d", i)
		w.create(FirstMember, "/apikeys", `{"name":"`+name+`"}`)
		w.create(FirstMember, in42+"/apikeys", `{"name":"`+name+`"}`)
		all = append(all, name)
	}
	for query, test := range map[string]struct {
		names          []string
		page, pageSize int
	}{
		"": {all[:10], 1, 10},

		"page.page=0&page.pageSize=0":                   {all[:10], 1, 10},
		"page.page=&page.pageSize=":                     {all[:10], 1, 10},
		"page.page=1":                                   {all[:10], 1, 10},
		"page.page=2":                                   {all[10:20], 2, 10},
		"page.page=3":                                   {all[20:], 3, 10},
		"page.page=4":                                   {nil, 4, 10},
		"page.page=2147483647":                          {nil, 2147483647, 10},
		"page.pageSize=-1":                              {all, 1, -1},
		"page.page=5&page.pageSize=-1":                  {all, 1, -1},
		"page.pageSize=1&page.page=23":                  {all[22:], 23, 1},
		"page.pageSize=23":                              {all, 1, 23},
		"page.pageSize=22&page.page=2":                  {all[22:], 2, 22},
		"page.pageSize=2147483647":                      {all, 1, 2147483647},
		"page.total=5&page.pageSize=3":                  {all[:3], 1, 3},
		"page.page=2147483647&page.total=":              {nil, 2147483647, 10},
		"page.page=2147483647&page.pageSize=2147483647": {nil, 2147483647, 2147483647},
	} {
		for _, list := range []string{"/apikeys", "/masked-apikeys", in42 + "/apikeys", in42 + "/masked-apikeys", in42 + "/my-apikeys"} {
			ask := w.as
			if strings.Contains(query, "=&") || strings.HasSuffix(query, "=") {
				ask = w.wrong
			}
			got := ask(FirstMember, "GET "+list+"?"+query, "").is(200, t)
			page := fmt.Sprintf(`"page":{"total":23,"page":%d,"pageSize":%d}}`, test.page, test.pageSize)
			if !slices.Equal(got.column("name"), test.names) || !strings.HasSuffix(got.raw, page+"\n") {
				t.Errorf("%s?%s: %s", list, query, got.raw)
			}
		}
	}
}

func TestSearchAndSort(t *testing.T) {
	t.Parallel()
	w := newWorld(t, emulator.Settings{})
	for _, name := range []string{"CI pipeline", "web", "ci-nightly", "50% & more", "密钥"} {
		w.create(FirstMember, "/apikeys", `{"name":"`+name+`"}`)
	}
	for query, want := range map[string]string{
		"page.search=ci":                                "CI pipeline|ci-nightly",
		"page.search=CI-":                               "ci-nightly",
		"page.search=%25+%26":                           "50% & more",
		"page.search=%E5%AF%86":                         "密钥",
		"page.search=nothing":                           "",
		"page.sort=name":                                "50% & more|CI pipeline|ci-nightly|web|密钥",
		"page.sort=-name":                               "密钥|web|ci-nightly|CI pipeline|50% & more",
		"page.search=ci&page.sort=-name&page.page=2":    "",
		"page.search=i&page.sort=-name&page.pageSize=1": "ci-nightly",
	} {
		got := w.you("GET /masked-apikeys?"+query, "")
		if names := strings.Join(got.column("name"), "|"); names != want {
			t.Errorf("%s: got %q, want %q", query, names, want)
		}
	}
	if got := w.you("GET /apikeys?page.search=ci&page.sort=-name&page.pageSize=1", "").raw; !strings.Contains(got,
		`"page":{"total":2,"page":1,"pageSize":1,"sort":"-name","search":"ci"}`) {
		t.Errorf("the page: %s", got)
	}
	ascending := w.you("GET /apikeys?page.sort=id", "").column("id")
	descending := w.you("GET /apikeys?page.sort=-id", "").column("id")
	slices.Reverse(descending)
	if !slices.IsSorted(ascending) || !slices.Equal(ascending, descending) {
		t.Errorf("by identifier: %v, %v", ascending, descending)
	}
}
