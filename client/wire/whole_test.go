package wire

import (
	"strings"
	"testing"

	"keyctl/internal/safetext"
)

func TestAPartOfAListIsNotTakenForTheWhole(t *testing.T) {
	t.Parallel()
	for _, member := range []string{
		`"has_more":true`, `"hasMore":true`, `"HasMorePages":true`, `"hasNext":true`, `"has_next_page":true`, `"next":"/api-keys?page=2"`,
		`"nextCursor":"a"`, `"next-page":2`, `"nextPage":{"page":2}`, `"totalPages":2`, `"total_pages":1e3`, `"pageCount":7`, `"lastPage":2`,
		`"meta":{"pagination":{"next_cursor":"a"}}`, `"page\u202eInfo":{"has\u004dore":true}`,
	} {
		checkBeside(t, member, "says that there are more pages")
	}
	for _, member := range []string{`"error":"down"`, `"Error":{"code":1}`, `"errors":["down"]`, `"meta":{"error":true}`} {
		checkBeside(t, member, "it tells an error")
	}
	checkBeside(t, `"success":false`, "no success")
	for _, member := range []string{`"total":120`, `"meta":{"total_count":"120"}`, `"totalItems":1.2e2`} {
		checkBeside(t, member, "its total says 120 keys, and it holds 1")
	}
}

func TestWhatElseStandsBesideAListIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, member := range []string{
		`"has_more":false`, `"next":null`, `"nextCursor":""`, `"errors":[]`, `"error":null`, `"errors":{}`, `"totalPages":1`, `"totalPages":0`,
		`"lastPage":"1"`, `"meta":{"totalCount":"1"}`, `"total":1`, `"total":-1`, `"total":"many"`, `"total":1e300`, `"page":1`, `"success":true`, `"meta":{"pages":{"next":null}}`, `"message":"next"`,
	} {
		checkBeside(t, member, "")
	}
}

func checkBeside(t *testing.T, member, want string) {
	t.Helper()
	for _, text := range []string{`{"data":[{"id":"a"}],` + member + `}`, `{` + member + `,"data":[{"id":"a"}]}`} {
		err := EachWhole(strings.NewReader(text), []string{"data"}, func(*wireKey) error { return nil }, nil)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) || want == "" && got != "" || safetext.Printable(got) != got {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
