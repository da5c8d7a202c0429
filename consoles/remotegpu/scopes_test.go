package remotegpu

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
	"keyctl/internal/errs"
)

func TestScopesBecomeTheFourDocumentedShapes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		words []client.Scope
		want  string
	}{
		{[]client.Scope{"all"}, `{"all":true}`},
		{[]client.Scope{"all", "all"}, `{"all":true}`},
		{[]client.Scope{"inference"}, `{"inference":true}`},
		{[]client.Scope{"kubernetes:all"}, `{"kubernetes_exec":{"all_namespaces":true}}`},
		{[]client.Scope{"kubernetes:" + namespaceA}, `{"kubernetes_exec":{"namespace_ids":["` + namespaceA + `"]}}`},
		{
			[]client.Scope{"kubernetes:" + namespaceA, "kubernetes:" + namespaceB},
			`{"kubernetes_exec":{"namespace_ids":["` + namespaceA + `","` + namespaceB + `"]}}`,
		},
	} {
		body, err := scopesBody(test.words)
		if err != nil || encode(t, body) != test.want {
			t.Errorf("%v: got %s, %v, want %s", test.words, encode(t, body), err, test.want)
		}
	}
}

// refusedScopes are what the document calls invalid, and what it can't mean.
func refusedScopes() map[string][]client.Scope {
	return map[string][]client.Scope{
		"at least one explicit scope is required":       {},
		"explicit mixed scopes are not supported":       {"inference", "kubernetes:" + namespaceA},
		"explicit mixed scopes are not supported: use":  {"kubernetes:all", "inference"},
		"all cannot be combined with other scopes":      {"all", "inference"},
		"all cannot be combined":                        {"kubernetes:all", "all"},
		"all cannot be combined with":                   {"all", "kubernetes:" + namespaceA},
		"at least one namespace ID is required unless":  {"kubernetes:"},
		"kubernetes:all cannot be combined with single": {"kubernetes:all", "kubernetes:" + namespaceA},
		`the scope "" is unknown`:                       {""},
		`the scope "ALL" is unknown`:                    {"ALL"},
		`the scope "read" is unknown`:                   {"read"},
		`the scope " all" is unknown`:                   {" all"},
		`the scope "kubernetes" is unknown`:             {"kubernetes"},
		`the scope "kubernetes:a b" is unknown`:         {"kubernetes:a b"},
		`the scope "kubernetes:.." is unknown`:          {"kubernetes:.."},
		`the scope "kubernetes:\u001b[2J" is unknown`:   {"kubernetes:\x1b[2J"},
		`the scope "inference " is unknown`:             {"all", "inference "},
	}
}

func TestInvalidScopesCannotBeSent(t *testing.T) {
	t.Parallel()
	dialect := New()
	for want, words := range refusedScopes() {
		for _, err := range []error{
			dialect.CheckDraft(client.Draft{Name: "x", Scopes: words}),
			dialect.CheckChange(client.VerbScope, client.Draft{Scopes: words}),
		} {
			if errs.KindOf(err) != errs.Usage || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%v: got %v, want %s", words, err, want)
			}
		}
		for _, verb := range []client.Verb{client.VerbCreate, client.VerbScope} {
			request, err := dialect.Actions[verb].Request(client.Wish{ID: keyID, Draft: client.Draft{Name: "x", Scopes: words}})
			if err == nil || request.Body != nil {
				t.Errorf("%s %v: gave a request %+v", verb, words, request)
			}
		}
	}
}

func TestScopesComeBackInTheWordsTheyWentIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]client.Scope{
		`{}`:                                nil,
		`null`:                              nil,
		`{"all":false,"inference":true}`:    {"inference"},
		`{"all":true,"inference":true}`:     {"all", "inference"},
		`{"kubernetes_exec":null}`:          nil,
		`{"kubernetes_exec":{}}`:            nil,
		`{"billing":true,"inference":true}`: {"inference"},
		`{"inference":true,"kubernetes_exec":{"all_namespaces":true}}`: {"inference", "kubernetes:all"},
		`{"kubernetes_exec":{"namespace_ids":["` + namespaceA + `"]}}`: {"kubernetes:" + namespaceA},
	} {
		got, err := list(`[{"id":"a","scopes":` + text + `}]`)
		if diff := cmp.Diff(want, got[0].Scopes); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", text, err, diff)
		}
	}
}

func TestNamesAndExpiryAreCheckedBeforeARequest(t *testing.T) {
	t.Parallel()
	dialect := New()
	for _, name := range []string{"", "  ", strings.Repeat("é", 65), "a\u202eb", "a\nb"} {
		create := dialect.CheckDraft(client.Draft{Name: name, Scopes: []client.Scope{"all"}})
		rename := dialect.CheckChange(client.VerbRename, client.Draft{Name: name})
		if errs.KindOf(create) != errs.Usage || errs.KindOf(rename) != errs.Usage {
			t.Errorf("%q: got %v, %v", name, create, rename)
		}
	}
	if err := dialect.CheckDraft(client.Draft{Name: strings.Repeat("é", 64), Scopes: []client.Scope{"all"}}); err != nil {
		t.Error(err)
	}
}

func FuzzList(f *testing.F) {
	f.Add(string(read(f, "list.response.json")))
	f.Add(`{"api_keys":[{"id":"a","scopes":{"all":true}}]}`)
	f.Add(`[{"id":"a","expires_at":"2026-02-30"}]`)
	f.Fuzz(func(t *testing.T, text string) {
		listed, err := list(text)
		for _, key := range listed {
			if key.ID == "" || key.Status == "" || len(key.Prefix) > 24 {
				t.Errorf("%q gave %+v", text, key)
			}
		}
		if err == nil && !strings.HasSuffix(strings.TrimRight(text, " \t\r\n"), "]") && !strings.HasSuffix(strings.TrimRight(text, " \t\r\n"), "}") {
			t.Errorf("%q was taken for a whole list", text)
		}
	})
}

func FuzzCreated(f *testing.F) {
	f.Add(string(read(f, "create-namespace.response.json")))
	f.Add(`{"key":"` + secret + `","api_key":{"id":7}}`)
	f.Add(`{"api_key":{"id":"x","key":"` + secret)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := created([]byte(text))
		found := got.Secret.Reveal()
		if err == nil && len(found) < 16 || strings.Contains(found, "...") || strings.ContainsAny(found, " \n\x1b") {
			t.Errorf("%q gave %q, %+v, %v", text, found, got.Key, err)
		}
	})
}
