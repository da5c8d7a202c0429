package hostupcloud

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
	"keyctl/internal/errs"
)

func TestScopesBecomePermissions(t *testing.T) {
	t.Parallel()
	for want, tests := range map[string][][]client.Scope{
		`["read"]`:         {{"read"}, {"read", "read"}},
		`["write"]`:        {{"write"}},
		`["read","write"]`: {{"read", "write"}, {"write", "read"}, {"write", "read", "write"}},
	} {
		for _, words := range tests {
			body, err := permissionsBody(words)
			if err != nil || encode(t, body) != want {
				t.Errorf("%v: got %s, %v, want %s", words, encode(t, body), err, want)
			}
		}
	}
}

func TestACreateTakesPermissionsThatThereAreAndOneAtLeast(t *testing.T) {
	t.Parallel()
	dialect := New()
	for want, words := range map[string][]client.Scope{
		"at least one scope is required":        nil,
		"at least one scope is":                 {},
		`the scope "" is unknown`:               {""},
		`the scope "READ" is unknown`:           {"READ"},
		`the scope " read" is unknown`:          {" read"},
		`the scope "all" is unknown`:            {"all"},
		`the scope "inference" is unknown`:      {"read", "inference"},
		`the scope "read,write" is unknown`:     {"read,write"},
		`the scope "kubernetes:all" is unknown`: {"kubernetes:all", "write"},
		`the scope "\u001b[2J" is unknown`:      {"\x1b[2J"},
	} {
		draft := client.Draft{Name: "x", Scopes: words}
		err := dialect.CheckDraft(draft)
		if errs.KindOf(err) != errs.Usage || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v: got %v, want %s", words, err, want)
			continue
		}
		if hint := err.(*errs.Error).Hint; !strings.Contains(hint, "--scope takes read, write") {
			t.Errorf("%v: the hint is %q", words, hint)
		}
		request, err := dialect.Actions[client.VerbCreate].Request(client.Wish{Draft: draft})
		if err == nil || request.Body != nil {
			t.Errorf("%v: gave a request %+v", words, request)
		}
	}
}

func TestPermissionsAreReadInAnyOrder(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]client.Scope{
		`null`: nil, `[]`: nil, `""`: nil, `[null]`: nil,
		`["read"]`: {"read"}, `"write"`: {"write"}, `["Read"]`: {"read"}, `"WRITE"`: {"write"},
		`["write","read"]`:           {"read", "write"},
		`["write","read","Write"]`:   {"read", "write"},
		`["admin","write"]`:          {"write", "admin"},
		`["Billing:Read","read"]`:    {"read", "Billing:Read"},
		`["write","z","\u001b","a"]`: {"write", "z", "\x1b", "a"},
	} {
		got, err := list(`[{"id":"a","permissions":` + text + `}]`)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, got[0].Scopes); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestNamesAreCheckedBeforeARequest(t *testing.T) {
	t.Parallel()
	dialect := New()
	for _, name := range []string{"", "  ", strings.Repeat("é", 65), "a\u202eb", "a\nb"} {
		if err := dialect.CheckDraft(client.Draft{Name: name, Scopes: []client.Scope{"read"}}); errs.KindOf(err) != errs.Usage {
			t.Errorf("%q: got %v", name, err)
		}
	}
	if err := dialect.CheckDraft(client.Draft{Name: strings.Repeat("é", 64), Scopes: []client.Scope{"read"}}); err != nil {
		t.Error(err)
	}
}

func TestWhatTheConsoleLacksIsRefused(t *testing.T) {
	t.Parallel()
	dialect := New()
	for _, verb := range []client.Verb{client.VerbRename, client.VerbScope, client.VerbQuota, client.VerbUsage} {
		err := dialect.CheckChange(verb, client.Draft{Name: "x", Scopes: []client.Scope{"read"}})
		if errs.KindOf(err) != errs.Unsupported || !strings.Contains(err.(*errs.Error).Hint, "enable, disable, revoke, delete, verify") {
			t.Errorf("%s: got %v", verb, err)
		}
	}
	for name, options := range map[string]client.Options{"a workspace": {Workspace: "1"}, "everyone": {Everyone: true}} {
		if _, err := dialect.With(options); errs.KindOf(err) != errs.Unsupported {
			t.Errorf("%s: got %v", name, err)
		}
	}
	quota := client.Draft{Name: "x", Scopes: []client.Scope{"read"}, Quota: &client.Quota{Limit: 1}}
	if err := dialect.CheckDraft(quota); errs.KindOf(err) != errs.Unsupported {
		t.Errorf("a quota: got %v", err)
	}
}

func FuzzList(f *testing.F) {
	f.Add(string(read(f, "list.response.json")))
	f.Add(`{"apiKeys":[{"id":"a","permissions":"read","active":false}]}`)
	f.Add(`[{"id":"a","expiresAt":"2026-02-30"}]`)
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
	f.Add(string(read(f, "create-both.response.json")))
	f.Add(`{"key":"` + secret + `","apiKey":{"id":7}}`)
	f.Add(`{"apiKey":{"id":"x","key":"` + secret)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := created([]byte(text))
		found := got.Secret.Reveal()
		if err == nil && len(found) < 16 || strings.Contains(found, "...") || strings.ContainsAny(found, " \n\x1b") {
			t.Errorf("%q gave %q, %+v, %v", text, found, got.Key, err)
		}
	})
}
