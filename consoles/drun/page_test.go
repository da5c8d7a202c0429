package drun

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"keyctl/client"
	"keyctl/internal/contract"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// answer writes a page of keys with the ids from first on.
func answer(first, keys int, page string) string {
	items := make([]string, keys)
	for i := range items {
		items[i] = fmt.Sprintf(`{"id":"%d"}`, first+i)
	}
	if page != "" {
		page = `,"page":` + page
	}
	return `{"items":[` + strings.Join(items, ",") + `]` + page + `}`
}

// readAll reads a list whose pages are these; what is asked beyond them is an
// empty page.
func readAll(pages ...string) (ids []string, asked []string, err error) {
	cursor := ""
	for i := range 50 {
		request, err := place{}.pageOf(maskedKeys)(client.Wish{Cursor: cursor})
		if err != nil {
			return ids, asked, err
		}
		asked = append(asked, request.Query.Get("page.page")+"/"+request.Query.Get("page.pageSize"))
		text := `{"items":[],"page":{}}`
		if i < len(pages) {
			text = pages[i]
		}
		keys, next, err := list(place{}, cursor, text)
		for _, key := range keys {
			ids = append(ids, key.ID)
		}
		if err != nil || next == "" {
			return ids, asked, err
		}
		cursor = next
	}
	return ids, asked, fmt.Errorf("it has no end")
}

func TestPagesAreReadToTheEnd(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pages []string
		keys  int
		asked string
	}{
		"no pages":            {[]string{answer(1, 99, "")}, 99, "1/100"},
		"none, but told":      {[]string{`{"page":{"page":1,"pageSize":100,"total":0}}`}, 0, "1/100"},
		"none, and null":      {[]string{`{"items":null,"page":{"total":"0"}}`}, 0, "1/100"},
		"none at all":         {[]string{`{"items":[],"page":{}}`}, 0, "1/100"},
		"a member beside":     {[]string{`{"items":[{"id":"1"}],"message":"ok","error":null,"success":true}`}, 1, "1/100"},
		"page is null":        {[]string{answer(1, 3, "null")}, 3, "1/100"},
		"one":                 {[]string{answer(1, 3, `{"page":1,"pageSize":100,"total":3}`)}, 3, "1/100"},
		"a full one":          {[]string{answer(1, 100, `{"page":1,"pageSize":100,"total":100}`)}, 100, "1/100"},
		"total as a string":   {[]string{answer(1, 3, `{"page":1,"pageSize":100,"total":"3"}`)}, 3, "1/100"},
		"all as strings":      {[]string{answer(1, 3, `{"page":"1","pageSize":"100","total":"3"}`)}, 3, "1/100"},
		"two":                 {[]string{answer(1, 100, `{"page":1,"total":103}`), answer(101, 3, `{"page":2,"total":103}`)}, 103, "1/100 2/100"},
		"smaller ones":        {[]string{answer(1, 2, `{"page":1,"pageSize":2,"total":3}`), answer(3, 1, `{"page":2,"pageSize":2,"total":3}`)}, 3, "1/100 2/2"},
		"larger ones":         {[]string{answer(1, 150, `{"page":1,"pageSize":150,"total":151}`), answer(151, 1, `{"page":2,"pageSize":150,"total":151}`)}, 151, "1/100 2/150"},
		"all at once":         {[]string{answer(1, 250, `{"page":1,"pageSize":-1,"total":250}`)}, 250, "1/100"},
		"no total":            {[]string{answer(1, 2, `{"page":1}`), answer(3, 1, `{"page":2}`)}, 3, "1/100 2/100 3/100"},
		"total 0":             {[]string{answer(1, 100, `{"page":1,"total":0}`), answer(101, 1, `{"page":2,"total":0}`), answer(0, 0, `{"page":3,"total":0}`)}, 101, "1/100 2/100 3/100"},
		"a total later":       {[]string{answer(1, 2, `{"page":1}`), answer(3, 1, `{"page":2,"total":3}`)}, 3, "1/100 2/100"},
		"a total once":        {[]string{answer(1, 2, `{"page":1,"total":3}`), answer(3, 1, `{"page":2}`)}, 3, "1/100 2/100"},
		"a total that grows":  {[]string{answer(1, 2, `{"page":1,"total":3}`), answer(3, 2, `{"page":2,"total":4}`)}, 4, "1/100 2/100"},
		"members of its own":  {[]string{answer(1, 1, `{"page":1,"total":1,"sort":"","search":"","next":"x"}`)}, 1, "1/100"},
		"a page without page": {[]string{answer(1, 2, `{"total":3}`), answer(3, 1, `{"total":3}`)}, 3, "1/100 2/100"},
		"the page in front":   {[]string{`{"page":{"page":1,"total":1},"items":[{"id":"1"}]}`}, 1, "1/100"},
	} {
		ids, asked, err := readAll(test.pages...)
		if err != nil || len(ids) != test.keys || strings.Join(asked, " ") != test.asked {
			t.Errorf("%s: got %d keys, asked %v, %v", name, len(ids), asked, err)
		}
		for i, id := range ids {
			if id != strconv.Itoa(i+1) {
				t.Errorf("%s: the key %d has the id %s", name, i+1, id)
			}
		}
	}
}

// TestPagesThatDoNotAddUpAreAnError: half a list is never taken for the whole.
func TestPagesThatDoNotAddUpAreAnError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pages []string
		want  string
	}{
		"another page":          {[]string{answer(1, 2, `{"page":2,"total":4}`)}, "asked for page 1 and sent page 2"},
		"page 0":                {[]string{answer(1, 2, `{"page":0,"total":4}`)}, "sent page 0"},
		"a negative page":       {[]string{answer(1, 2, `{"page":-1,"total":2}`)}, "sent page -1"},
		"the first for ever":    {[]string{answer(1, 2, `{"page":1,"total":4}`), answer(3, 2, `{"page":1,"total":4}`)}, "asked for page 2 and sent page 1"},
		"the same keys":         {[]string{answer(1, 2, `{"page":1,"total":4}`), answer(1, 2, `{"page":2,"total":4}`)}, "page 2 is the page before again"},
		"the same, no total":    {[]string{answer(1, 2, `{"page":1}`), answer(3, 2, `{"page":2}`), answer(3, 2, `{"page":3}`)}, "page 3 is the page before again"},
		"an empty page":         {[]string{answer(1, 2, `{"page":1,"total":4}`), answer(0, 0, `{"page":2,"total":4}`)}, "total says 4, but it sent 2"},
		"an empty first page":   {[]string{answer(0, 0, `{"page":1,"total":4}`)}, "total says 4, but it sent 0"},
		"an empty one, untold":  {[]string{answer(1, 2, `{"page":1,"total":4}`), answer(0, 0, `{"page":2}`)}, "total says 4, but it sent 2"},
		"no items":              {[]string{`{"page":{"page":1,"total":4}}`}, "total says 4, but it sent 0"},
		"more than the total":   {[]string{answer(1, 5, `{"page":1,"total":4}`)}, "total says 4, but it sent 5"},
		"more on the last":      {[]string{answer(1, 2, `{"page":1,"total":3}`), answer(3, 2, `{"page":2,"total":3}`)}, "total says 3, but it sent 4"},
		"more, untold":          {[]string{answer(1, 2, `{"page":1,"total":3}`), answer(3, 2, `{"page":2}`)}, "total says 3, but it sent 4"},
		"a total that falls":    {[]string{answer(1, 2, `{"page":1,"total":4}`), answer(3, 1, `{"page":2,"total":3}`)}, "fell from 4 to 3"},
		"a negative total":      {[]string{answer(1, 2, `{"page":1,"total":-1}`)}, "its total is -1"},
		"negative as a string":  {[]string{answer(1, 2, `{"page":1,"total":"-2"}`)}, "its total is -2"},
		"negative on the last":  {[]string{answer(1, 2, `{"page":1}`), answer(0, 0, `{"page":2,"total":-1}`)}, "its total is -1"},
		"a broken total":        {[]string{answer(1, 2, `{"page":1,"total":2.5}`)}, "not a whole number"},
		"an endless total":      {[]string{answer(1, 2, `{"page":1,"total":"9223372036854775808"}`)}, "not a whole number"},
		"a total that is none":  {[]string{answer(1, 2, `{"page":1,"total":"two"}`)}, "not a whole number"},
		"an empty total":        {[]string{answer(1, 2, `{"page":1,"total":""}`)}, "not a whole number"},
		"a page that is none":   {[]string{answer(1, 2, `[]`)}, "not an object"},
		"a page as a number":    {[]string{answer(1, 2, `1`)}, "not an object"},
		"another size":          {[]string{answer(1, 2, `{"page":1,"pageSize":2,"total":4}`), answer(3, 1, `{"page":2,"pageSize":1,"total":4}`)}, "had 2 keys, and now have 1"},
		"nothing but a page":    {[]string{`{"page":{}}`}, "no list of keys"},
		"a page of nothing":     {[]string{`{"items":null,"page":{"page":1}}`}, "not a list"},
		"a size of nothing":     {[]string{`{"page":{"pageSize":100}}`}, "no list of keys"},
		"nothing on the last":   {[]string{answer(1, 2, `{"page":1}`), `{"page":{}}`}, "no list of keys"},
		"a failure":             {[]string{`{"id":"DB","message":"database down","page":{}}`}, "no list of keys"},
		"a failure, and none":   {[]string{`{"id":"DB","message":"database down","page":{"total":0}}`}, `no keys, but also "message"`},
		"a failure in words":    {[]string{`{"items":[],"message":"database down","page":{}}`}, `no keys, but also "message"`},
		"an error, no success":  {[]string{`{"items":[],"error":"down","success":false}`}, "it tells an error"},
		"no success":            {[]string{`{"items":[{"id":"1"}],"success":false,"page":{"total":1}}`}, "no success"},
		"an error beside keys":  {[]string{`{"items":[{"id":"1"}],"error":{"code":7},"page":{"total":1}}`}, "it tells an error"},
		"keys elsewhere":        {[]string{`{"data":[{"id":"1"}],"page":{"page":1,"pageSize":100}}`}, `no keys, but also "data"`},
		"keys elsewhere, none":  {[]string{`{"data":[{"id":"1"}],"page":{"total":0}}`}, `no keys, but also "data"`},
		"as many as asked for":  {[]string{answer(1, 100, "")}, "as many as were asked for"},
		"more than asked for":   {[]string{answer(1, 250, "")}, "as many as were asked for"},
		"full, page is null":    {[]string{answer(1, 100, "null")}, "as many as were asked for"},
		"a total elsewhere":     {[]string{`{"items":[{"id":"1"}],"total":250}`}, "its total says 250 keys, and it holds 1"},
		"pages elsewhere":       {[]string{`{"items":[{"id":"1"}],"pagination":{"total":250}}`}, "its total says 250 keys, and it holds 1"},
		"a next page elsewhere": {[]string{`{"items":[{"id":"1"}],"nextPageToken":"x"}`}, "more pages"},
		"two pages in one":      {[]string{`{"page":{"total":250},"items":[{"id":"1"}],"page":{"total":1}}`}, "a member twice"},
		"a total of two":        {[]string{`{"page":{"total":250,"Total":1},"items":[{"id":"1"}]}`}, "a member twice"},
		"a page in capitals":    {[]string{`{"page":{"total":1},"items":[{"id":"1"}],"Page":{"total":1}}`}, "a member twice"},
		"a page taken back":     {[]string{`{"page":{"total":250},"items":[{"id":"1"}],"page":null}`}, "a member twice"},
		"no pages any more":     {[]string{answer(1, 2, `{"page":1,"total":4}`), answer(3, 2, "")}, "nothing of its pages on page 2"},
		"no pages, then a list": {[]string{answer(1, 2, `{"page":1}`), `[]`}, "nothing of its pages on page 2"},
	} {
		if ids, asked, err := readAll(test.pages...); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, asked %v, %v, want %q", name, ids, asked, err, test.want)
		}
	}
}

func TestACursorThatIsNoneIsAnError(t *testing.T) {
	t.Parallel()
	for _, cursor := range []string{"2", "x", `{"page":"2"}`, `{"page":2`} {
		if _, err := (place{}).pageOf(maskedKeys)(client.Wish{Cursor: cursor}); err == nil {
			t.Errorf("%s was asked for", cursor)
		}
		if _, _, err := list(place{}, cursor, answer(1, 1, "")); err == nil {
			t.Errorf("%s was read", cursor)
		}
	}
}

// TestAListIsAskedPageByPage, over HTTP, and on an older console elsewhere.
func TestAListIsAskedPageByPage(t *testing.T) {
	t.Parallel()
	rules := published(t)
	for name, older := range map[string]bool{"": false, "older": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked []string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				line := r.Method + " " + r.URL.RequestURI()
				asked = append(asked, line)
				if err := rules.CheckRequest(contract.Exchange{Request: line}); err != nil {
					t.Error(err)
				}
				if older && strings.Contains(line, maskedKeys) {
					w.WriteHeader(http.StatusNotFound)
					return
				}
				text := file(t, "account-list-page"+r.URL.Query().Get("page.page")+".response.json")
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(text))
			}))
			defer server.Close()
			count, err := countKeys(t.Context(), server.URL)
			const first, second = "page.page=1&page.pageSize=100", "page.page=2&page.pageSize=100"
			const masked, plain = "GET /apis/hydra.io/v1alpha1/masked-apikeys?", "GET /apis/hydra.io/v1alpha1/apikeys?"
			want := []string{masked + first, masked + second}
			if older {
				want = []string{masked + first, plain + first, plain + second}
			}
			if err != nil || count != 102 || strings.Join(asked, " ") != strings.Join(want, " ") {
				t.Errorf("got %d keys, asked %v, %v", count, asked, err)
			}
		})
	}
}

func countKeys(ctx context.Context, base string) (count int, err error) {
	c, err := client.New(client.Settings{
		Dialect: New(), Base: base, Credential: client.Credential{Secret: secrets.New("eyJ.e30.x"), Origin: base},
	})
	if err != nil {
		return 0, err
	}
	defer c.Close()
	for _, err := range c.List(ctx) {
		if err != nil {
			return count, err
		}
		count++
	}
	return count, nil
}

func FuzzList(f *testing.F) {
	for _, name := range []string{"account-list", "account-list-page2", "ws-list-every-field"} {
		f.Add(file(f, name+".response.json"), "")
	}
	f.Add(answer(3, 2, `{"page":2,"total":"4"}`), `{"page":2,"size":2,"seen":2,"total":4,"first":"1"}`)
	f.Add(answer(1, 2, `{"page":1,"total":-4}`), "")
	f.Fuzz(func(t *testing.T, text, cursor string) {
		keys, next, err := list(inWorkspace(), cursor, text)
		for _, key := range keys {
			if key.ID == "" || len(key.Prefix) > mostHead+len("…")+mostTail || !key.CreatedAt.Equal(key.CreatedAt.UTC()) {
				t.Errorf("%q gave %+v", text, key)
			}
		}
		if err != nil && (next != "" || safetext.Printable(err.Error()) != err.Error()) {
			t.Errorf("%q: %q, %v", text, next, err)
		}
		if err == nil && !json.Valid([]byte(text)) {
			t.Errorf("%q was taken for a list", text)
		}
		if next != "" {
			if _, err := positionOf(next); err != nil {
				t.Errorf("%q: %v", next, err)
			}
		}
	})
}

// TestOnesOwnKeysAreNobodyElses: what a name means in a workspace must not
// depend on a console that sends more than it was asked for.
func TestOnesOwnKeysAreNobodyElses(t *testing.T) {
	t.Parallel()
	read := func(collection string, pages ...string) error {
		cursor := ""
		for _, text := range pages {
			next, err := inWorkspace().keys(collection, client.Wish{Cursor: cursor}, strings.NewReader(text), func(client.Key) bool { return true })
			if err != nil {
				return err
			}
			cursor = next
		}
		return nil
	}
	const mine, yours, unsaid = `{"id":"1","userId":"u-1"}`, `{"id":"2","userId":"u-2"}`, `{"id":"3"}`
	page := func(number int, items ...string) string {
		return fmt.Sprintf(`{"items":[%s],"page":{"page":%d,"pageSize":2,"total":3}}`, strings.Join(items, ","), number)
	}
	for name, test := range map[string]struct {
		collection string
		pages      []string
		want       string
	}{
		"mine":                  {ownKeys, []string{page(1, mine, unsaid), page(2, mine)}, "is the page before"},
		"mine, and unsaid":      {ownKeys, []string{page(1, unsaid, mine), page(2, mine)}, ""},
		"yours on one page":     {ownKeys, []string{page(1, mine, yours)}, "several people"},
		"yours on a later page": {ownKeys, []string{page(1, unsaid, mine), page(2, yours)}, "several people"},
		"everyone's":            {maskedKeys, []string{page(1, mine, yours), page(2, unsaid)}, ""},
		"another workspace's":   {ownKeys, []string{page(1, `{"id":"1","workspace":7}`)}, "workspace 7"},
		"this workspace's":      {ownKeys, []string{page(1, `{"id":"1","workspace":42}`, unsaid)}, ""},
	} {
		err := read(test.collection, test.pages...)
		if got := fmt.Sprint(err); test.want == "" && err != nil || !strings.Contains(got, test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}
