package cmd_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"keyctl/emulator"
)

// newDrun is a d.run whose account may have many keys, of which it has count.
func newDrun(t *testing.T, count int, fault faultFunc) (*console, *program) {
	t.Helper()
	c, err := startConsole("drun", emulator.Settings{Limit: 1000}, fault)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.stop)
	for i := range count {
		body := strings.NewReader(fmt.Sprintf(`{"name":"key-%d"}`, i))
		r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/drun/apis/hydra.io/v1alpha1/apikeys", body)
		r.Header.Set("Authorization", "Bearer "+c.key)
		made := httptest.NewRecorder()
		if c.embedded.Handler().ServeHTTP(made, r); made.Code != http.StatusOK {
			t.Fatalf("cannot make a key: %s", made.Body)
		}
	}
	return c, newProgram(t, "KEYCTL_CONSOLE=drun", "KEYCTL_BASE_URL="+c.base, "KEYCTL_API_KEY="+c.key)
}

// asked are the requests as patterns look at them, without the common path.
func (c *console) asked() []string {
	var asked []string
	for _, r := range c.requests() {
		asked = append(asked, strings.Replace(r.line(), "/drun/apis/hydra.io/v1alpha1", "", 1))
	}
	return asked
}

func masked(page int) string {
	return fmt.Sprintf("GET /masked-apikeys?page.page=%d&page.pageSize=100", page)
}

func TestAllPagesAreListed(t *testing.T) {
	t.Parallel()
	for count, pages := range map[int]int{100: 1, 101: 2, 250: 3} {
		c, p := newDrun(t, count, nil)
		keys := p.keys()
		if len(keys) != count || keys[0].Name != "key-0" || keys[count-1].Name != fmt.Sprintf("key-%d", count-1) {
			t.Errorf("%d keys: %d are listed", count, len(keys))
		}
		var want []string
		for page := range pages {
			want = append(want, masked(page+1))
		}
		if got := c.asked(); !slices.Equal(got, want) {
			t.Errorf("%d keys: asked %v", count, got)
		}
	}
}

// The pages move together when a key goes: all is found before the first change.
func TestKeysOfSeveralPagesAreRevoked(t *testing.T) {
	t.Parallel()
	c, p := newDrun(t, 205, nil)
	r := p.run("revoke", "--yes", "key-204", "key-3", "key-99", "key-100", "key-200", "-o", "name")
	r.is(t, "revoke", 0, `^revoked "key-204" .*\n(revoked .*\n){4}$`)
	if want := "key-204\nkey-3\nkey-99\nkey-100\nkey-200\n"; r.stdout != want {
		t.Errorf("stdout is %q", r.stdout)
	}
	want := []string{"GET", "GET", "GET", "DELETE", "DELETE", "DELETE", "DELETE", "DELETE", "GET", "GET"}
	if got := c.methods(); !slices.Equal(got, want) || c.asked()[8] != masked(1) {
		t.Errorf("asked %v", c.asked())
	}
	c.forget()
	p.run("revoke", "--yes", "key-0", "key-3", "key-150").is(t, "one is gone", 4, `"key-3"`)
	if c.count(http.MethodDelete) > 0 || len(p.keys()) != 200 {
		t.Errorf("something was revoked: %v", c.methods())
	}
}

// An older d.run has no masked list: what it sends whole is masked here.
func TestAWholeListIsMasked(t *testing.T) {
	t.Parallel()
	older := func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		if strings.HasSuffix(r.URL.Path, "/masked-apikeys") {
			respond(http.StatusNotFound, `{"id":"NotFound","message":"no such path"}`)(w, r, effect)
			return
		}
		effect.ServeHTTP(w, r)
	}
	c, p := newDrun(t, 150, older)
	key := p.create("--name", "x")
	c.forget()
	for _, args := range [][]string{
		{"list"},
		{"list", "-o", "wide", "--debug"},
		{"list", "-o", "json"},
		{"list", "-o", "jsonl"},
		{"list", "-o", "yaml"},
		{"list", "-o", "csv"},
		{"list", "-o", "tsv"},
		{"list", "--jq", "."},
		{"list", "--filter", "name=x", "--columns", "prefix"},
		{"list", "--sort", "prefix"},
		{"show", "x"},
		{"show", "x", "-o", "json"},
		{"show", "x", "-o", "yaml", "--debug"},
		{"show", "x", "-o", "csv"},
		{"revoke", "x", "--dry-run", "-o", "wide"},
	} {
		r := p.run(args...)
		r.is(t, strings.Join(args, " "), 0)
		if secretPattern.MatchString(r.stdout) || strings.Contains(r.stdout+r.stderr, key.Secret[:20]) {
			t.Errorf("%v shows a key: %s", args, r.stdout)
		}
		if !strings.Contains(r.stdout, key.Secret[:7]) {
			t.Errorf("%v shows nothing of the key: %s", args, r.stdout)
		}
	}
	if want := []string{masked(1), "GET /apikeys?page.page=1&page.pageSize=100", "GET /apikeys?page.page=2&page.pageSize=100"}; !slices.Equal(c.asked()[:3], want) {
		t.Errorf("asked %v", c.asked()[:3])
	}
	c.forget()
	p.run("revoke", "--yes", "x").is(t, "revoke", 0)
	if got := c.methods(); !slices.Equal(got, []string{"GET", "GET", "GET", "DELETE", "GET", "GET"}) {
		t.Errorf("sent %v", got)
	}
}

func TestFailuresInChineseAreShownAsTheyAre(t *testing.T) {
	t.Parallel()
	const full = `{"id":"ResourceExhausted","message":"API Key 数量已达上限"}`
	_, p := newDrun(t, 1, on(http.MethodPost, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		if strings.HasSuffix(r.URL.Path, "/check-creation") {
			effect.ServeHTTP(w, r)
			return
		}
		respond(http.StatusConflict, full)(w, r, effect)
	}))
	r := p.run("create", "--name", "x")
	r.is(t, "create", 5, `answered 409 Conflict: "API Key 数量已达上限 \(ResourceExhausted\)"`)
	r.silent(t, "create")
	if told := p.run("create", "--name", "x", "-o", "json").errorOf(t).Error; !strings.Contains(told.Message, "数量已达上限") {
		t.Errorf("the message is %s", told.Message)
	}
	_, p = newDrun(t, 0, on(http.MethodPost, respond(200, `{"allowed":false,"reason":"余额不足\u001b[2J"}`)))
	p.run("create", "--name", "x").is(t, "check", 5, `allows no further key: "余额不足\\u001b\[2J"`)
}

// The question before a create decides only where it was understood.
func TestTheQuestionBeforeACreate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer  faultFunc
		code    int
		pattern string
	}{
		"nobody is asked there": {respond(404, `{"id":"NotFound","message":"no"}`), 0, ""},
		"no, without a reason":  {respond(200, `{}`), 5, "it gives no reason"},
		"no, as a text":         {respond(200, `{"allowed":"false"}`), 8, "of the wrong type"},
		"something else":        {respond(200, `{"ok":true}`), 8, "holds none of allowed, reason"},
		"a page":                {respond(200, pageText, "Content-Type", "text/html"), 8, "a web page"},
		"refused":               {respond(403, `{"id":"PermissionDenied","message":"不允许"}`), 3, "不允许"},
		"broken":                {respond(500, ""), 8, "answered 500"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := newDrun(t, 0, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
				if strings.HasSuffix(r.URL.Path, "/check-creation") {
					test.answer(w, r, effect)
					return
				}
				effect.ServeHTTP(w, r)
			})
			r := p.run("create", "--name", "x")
			r.is(t, name, test.code, test.pattern)
			made := 0
			for _, asked := range c.asked() {
				if strings.HasPrefix(asked, "POST /apikeys {") {
					made++
				}
			}
			if wanted := test.code == 0; (made == 1) != wanted || made > 1 || !wanted && r.stdout != "" {
				t.Errorf("asked %v, stdout %q", c.asked(), r.stdout)
			}
		})
	}
}
