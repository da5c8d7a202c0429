package cmd_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// pages answers a list of d.run: each page as it is written, the last one for
// all pages behind it.
func pages(written ...string) faultFunc {
	return func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		asked := 1
		_, _ = fmt.Sscanf(r.URL.Query().Get("page.page"), "%d", &asked)
		respond(200, written[min(asked, len(written))-1])(w, r, effect)
	}
}

// pageOf is a page of d.run with keys of these numbers, and what it tells of
// itself.
func pageOf(told string, numbers ...int) string {
	var items []string
	for _, number := range numbers {
		items = append(items, fmt.Sprintf(`{"id":"%d","name":"key-%d","key":"sk-abcd***%04d"}`, number, number, number))
	}
	return `{"items":[` + strings.Join(items, ",") + `],"page":{` + told + `}}`
}

// nonsense is a list that no console should send.
type nonsense struct {
	console string
	fault   faultFunc
	pattern string // of what is told about it
	reads   int    // requests for one list
}

func badPages() map[string]nonsense {
	first := pageOf(`"page":1,"pageSize":2,"total":4`, 1, 2)
	return map[string]nonsense{
		"the first page again and again": {"drun", pages(first), "page 2 is the page before again", 2},
		"a page out of turn":             {"drun", pages(first, pageOf(`"page":1,"pageSize":2,"total":4`, 3, 4)), "asked for page 2 and sent page 1", 2},
		"the same keys as another page":  {"drun", pages(first, pageOf(`"page":2,"pageSize":2,"total":4`, 1, 2)), "page 2 is the page before again", 2},
		"fewer than the total":           {"drun", pages(first, pageOf(`"page":2,"pageSize":2,"total":4`, 3), pageOf(`"page":3,"pageSize":2,"total":4`)), "its total says 4, but it sent 3", 3},
		"more than the total":            {"drun", pages(pageOf(`"page":1,"pageSize":100,"total":1`, 1, 2)), "its total says 1, but it sent 2", 1},
		"a total and no keys":            {"drun", pages(pageOf(`"page":1,"pageSize":100,"total":7`)), "its total says 7, but it sent 0", 1},
		"a negative total":               {"drun", pages(pageOf(`"page":1,"pageSize":100,"total":-1`, 1)), "its total is -1", 1},
		"a total that falls":             {"drun", pages(first, pageOf(`"page":2,"pageSize":2,"total":3`, 3)), "fell from 4 to 3", 2},
		"pages of another size":          {"drun", pages(first, pageOf(`"page":2,"pageSize":1,"total":4`, 3)), "had 2 keys, and now have 1", 2},
		"a total that is a text":         {"drun", pages(pageOf(`"page":1,"total":"many"`, 1)), "not a whole number", 1},
		"pages that are a list":          {"drun", respond(200, `{"items":[{"id":"1","name":"key-1"}],"page":[]}`), "not an object", 1},
		"no pages on the second":         {"drun", pages(first, `{"items":[{"id":"3"}]}`), "tells nothing of its pages on page 2", 2},
		"a number for an id":             {"drun", respond(200, `{"items":[{"id":"1","name":"key-1"},{"id":2}],"page":{}}`), "of the wrong type", 1},
		"a number for a name":            {"drun", respond(200, `{"items":[{"id":"1","name":"key-1"},{"id":"2","name":17}],"page":{}}`), "name.* is of the wrong type", 1},
		"a number for a key":             {"drun", respond(200, `{"items":[{"id":"1","name":"key-1"},{"id":"2","key":17}],"page":{}}`), "key.* is of the wrong type", 1},
		"a number for a time":            {"drun", respond(200, `{"items":[{"id":"1","name":"key-1"},{"id":"2","expireTime":17}],"page":{}}`), "a time in it is not a string", 1},
		"a quota that is a number":       {"drun", respond(200, `{"items":[{"id":"1","name":"key-1"},{"id":"2","quota":17}],"page":{}}`), "not written as a string", 1},
		"a text for a truth":             {"drun", respond(200, `{"items":[{"id":"1","name":"key-1"},{"id":"2","disabled":"false"}],"page":{}}`), "disabled.* is of the wrong type", 1},
		"a failure with 200":             {"drun", respond(200, `{"id":"Internal","message":"内部错误"}`), "", 1},
	}
}

func badLists() map[string]nonsense {
	const key = `{"id":"1","name":"key-1","keyPrefix":"huc_12345678"}`
	lists := map[string]nonsense{}
	for name, text := range map[string]string{
		"a next page on another host": `{"data":[` + key + `],"next":"https://evil.example/api-keys?page=2"}`,
		"a link to a next page":       `{"data":[` + key + `],"links":{"next":"http://127.0.0.1:1/api-keys"}}`,
		"a cursor":                    `{"data":[` + key + `],"nextCursor":"abc"}`,
		"a cursor within":             `{"data":[` + key + `],"meta":{"pagination":{"next_cursor":"abc"}}}`,
		"more of them":                `{"data":[` + key + `],"hasMore":true}`,
		"more pages":                  `{"data":[` + key + `],"page":1,"totalPages":3}`,
	} {
		for _, console := range []string{"hostupcloud", "huddle01", "remotegpu"} {
			sent := text
			if console == "huddle01" {
				sent = strings.Replace(text, "{", `{"code":"OK",`, 1)
			}
			lists[console+" "+name] = nonsense{console, respond(200, sent), "more pages", 1}
		}
	}
	for name, text := range map[string]string{
		"a number for an id": `[` + key + `,{"id":7}]`, "a number for a name": `[` + key + `,{"id":"2","name":7}]`,
		"a number for a prefix": `[` + key + `,{"id":"2","keyPrefix":7}]`, "a number for a scope": `[` + key + `,{"id":"2","permissions":[7]}]`,
		"a text for a truth": `[` + key + `,{"id":"2","active":"no"}]`, "a number for a truth": `[` + key + `,{"id":"2","active":0}]`,
	} {
		lists["hostupcloud "+name] = nonsense{"hostupcloud", respond(200, text), "of the wrong type", 1}
	}
	return lists
}

// Half a list is never taken for the whole: neither is it shown as one, nor is a
// key revoked that was found on it, and nothing is asked of anybody else.
func TestNonsenseIsNoList(t *testing.T) {
	t.Parallel()
	tests := badPages()
	for name, test := range badLists() {
		tests[name] = test
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := newConsole(t, test.console, test.fault)
			r := p.run("list", "-o", "json")
			if r.is(t, "list", 8, "an answer that cannot be used"+".*"+test.pattern); json.Valid([]byte(r.stdout)) {
				t.Errorf("a parser takes the part for the whole: %q", r.stdout)
			}
			for _, args := range [][]string{
				{"revoke", "--yes", "key-1"}, {"revoke", "--yes", "--id", "1"}, {"show", "key-1"}, {"list", "--sort", "name"},
			} {
				r := p.run(args...)
				r.is(t, strings.Join(args, " "), 8, test.pattern)
				r.silent(t, strings.Join(args, " "))
			}
			if got, want := c.methods(), slices.Repeat([]string{"GET"}, 5*test.reads); !slices.Equal(got, want) {
				t.Errorf("sent %v", c.asked())
			}
		})
	}
}
