package drun

import (
	"errors"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
	"keyctl/internal/contract"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

func published(t *testing.T) *contract.Contract {
	t.Helper()
	parsed, err := contract.Load("testdata/hydra-v0.17.0-apikeys.json")
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// sent writes a request as the contract's checks want it.
func sent(t *testing.T, request client.Request) contract.Exchange {
	t.Helper()
	target := request.Method + " /" + strings.Join(request.Path, "/")
	if len(request.Query) > 0 {
		target += "?" + request.Query.Encode()
	}
	if request.Body == nil {
		return contract.Exchange{Request: target}
	}
	return contract.Exchange{Request: target, ContentType: "application/json", Body: encode(t, request.Body)}
}

// wishes are what a verb can be asked for, in every shape.
func wishes() []client.Wish {
	expiry := client.Expiry{At: at("2099-01-31T00:00:00Z")}
	return []client.Wish{
		{ID: "10243", Draft: client.Draft{Name: "x", Quota: &client.Quota{}}},
		{ID: "10243", Draft: client.Draft{Name: "数量", Expiry: expiry, Quota: &client.Quota{Limit: 9223372036854775807}}},
		{ID: "1", Draft: client.Draft{Expiry: client.Expiry{Never: true}, Quota: &client.Quota{Unlimited: true}}},
		{ID: "10243", Draft: client.Draft{Quota: &client.Quota{Limit: 1}}, Cursor: `{"page":10000,"size":7}`},
		{ID: "10243", Draft: client.Draft{Quota: &client.Quota{Limit: 1}}, Since: at("2026-04-01T00:00:00+08:00"), Until: at("2026-04-02T00:00:00Z")},
	}
}

func dialects(t *testing.T) map[string]client.Dialect {
	t.Helper()
	all := map[string]client.Dialect{"account": New()}
	for name, everyone := range map[string]bool{"workspace": false, "everyone": true} {
		dialect, err := New().Workspace("42", everyone)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = dialect
	}
	return all
}

// TestEveryRequestKeepsTheContract, and together they are all of its paths
// but the ones that ask for statistics in a second way.
func TestEveryRequestKeepsTheContract(t *testing.T) {
	t.Parallel()
	rules, routes := published(t), map[string]bool{}
	for name, dialect := range dialects(t) {
		for verb, action := range dialect.Actions {
			if verb == client.VerbVerify {
				continue // asks the model service, which has no contract
			}
			asks := []func(client.Wish) (client.Request, error){action.Request, action.Older}
			if action.Check != nil {
				asks = append(asks, action.Check.Request)
			}
			for _, ask := range slices.DeleteFunc(asks, func(ask func(client.Wish) (client.Request, error)) bool { return ask == nil }) {
				for _, wish := range wishes() {
					if name == "account" {
						wish.Draft.Quota = nil
					}
					request, err := ask(wish)
					if err == nil {
						err = rules.CheckRequest(sent(t, request))
					}
					if err != nil {
						t.Errorf("%s %s: %+v: %v", name, verb, request, err)
					}
					path := strings.Replace("/"+strings.Join(request.Path, "/"), "/42/", "/{workspace}/", 1)
					routes[request.Method+" "+strings.Replace(path, "/"+wish.ID, "/{id}", 1)] = true
				}
			}
		}
	}
	left := slices.DeleteFunc(rules.Routes(), func(route string) bool { return routes[route] })
	slices.Sort(left)
	const account, workspace = "GET /apis/hydra.io/v1alpha1/", "GET /apis/hydra.io/v1alpha1/workspaces/{workspace}/"
	want := []string{account + "apikeys-stats", workspace + "apikeys-stats"}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("never asked: %s", diff)
	}
}

// TestTheLiteralFilesKeepTheContract, requests and answers.
func TestTheLiteralFilesKeepTheContract(t *testing.T) {
	t.Parallel()
	rules := published(t)
	files, err := filepath.Glob("testdata/*.response.json")
	if err != nil || len(files) < 25 {
		t.Fatalf("found %v, %v", files, err)
	}
	for _, name := range files {
		name = filepath.Base(name)
		base, _, _ := strings.Cut(name, ".")
		if base == "verify" {
			continue // of the model service, which has no contract
		}
		question := map[string]string{
			"account-check-refused": "account-check", "account-list-page1": "account-list", "account-usage-every-amount": "account-usage", "ws-list-every-field": "ws-list-everyone",
			"limit": "account-create", "failure-chinese": "account-create",
		}[base]
		if question == "" {
			question = base
		}
		head, body, _ := strings.Cut(file(t, question+".request.http"), "\n\n")
		line, _, _ := strings.Cut(head, "\n")
		exchange := contract.Exchange{
			Request: line, Body: strings.TrimSpace(body), Status: http.StatusOK, Answer: []byte(file(t, name)),
			Header: http.Header{"Content-Type": {"application/json"}},
		}
		if body != "" {
			exchange.ContentType = "application/json"
		}
		if err := rules.CheckRequest(exchange); err != nil {
			t.Errorf("%s: %v", question, err)
		}
		if strings.Count(name, ".") > 2 {
			exchange.Status = http.StatusBadRequest
		}
		if err := rules.CheckAnswer(exchange); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEachPlaceHasItsVerbs(t *testing.T) {
	t.Parallel()
	want := map[string][]client.Verb{
		"account":   {"create", "list", "revoke", "secret", "usage", "verify"},
		"workspace": {"create", "disable", "enable", "list", "quota", "revoke", "secret", "usage", "verify"},
		"everyone":  {"list", "usage", "verify"},
	}
	for name, dialect := range dialects(t) {
		if diff := cmp.Diff(want[name], slices.Sorted(maps.Keys(dialect.Actions))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		for verb, action := range dialect.Actions {
			if surely := action.Grade == client.Specified; surely == (verb == client.VerbVerify) {
				t.Errorf("%s %s has the grade %s", name, verb, action.Grade)
			}
		}
	}
	everyone := dialects(t)["everyone"]
	if _, err := everyone.Action(client.VerbRevoke); errs.KindOf(err) != errs.Unsupported {
		t.Errorf("revoking everyone's keys: %v", err)
	}
	_, err := New().Action(client.VerbQuota)
	e, _ := errors.AsType[*errs.Error](err)
	if e == nil || e.Hint != "drun offers: create, list, show, revoke, verify, usage; with --workspace also: quota, enable, disable" {
		t.Errorf("a quota of the account: %+v", e)
	}
}

func TestAWorkspaceIsAPositiveNumber(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"1", "42", "2147483647"} {
		dialect, err := New().With(client.Options{Workspace: id})
		if err != nil {
			t.Fatal(err)
		}
		request, err := dialect.Actions[client.VerbRevoke].Request(client.Wish{ID: "7"})
		if got := sent(t, request); err != nil || got.Request != "DELETE /apis/hydra.io/v1alpha1/workspaces/"+id+"/apikeys/7" || got.Body != "{}" {
			t.Errorf("%s: got %+v, %v", id, got, err)
		}
	}
	for _, id := range []string{"0", "-1", "+1", "01", "2147483648", "1.0", "1e3", "0x1", "1_0", " 1", "1 ", "４２", "team", "..", "1/../2", "1\x1b[2J\n", "\u202e1", strings.Repeat("9", 400)} {
		for _, everyone := range []bool{false, true} {
			_, err := New().With(client.Options{Workspace: id, Everyone: everyone})
			e, _ := errors.AsType[*errs.Error](err)
			if e == nil || e.Kind != errs.Usage || safetext.Printable(e.What) != e.What || len(e.What) > 400 {
				t.Errorf("%q: got %+v", id, e)
			}
		}
	}
}

func TestAQuotaIsSaidOrLeftToTheConsole(t *testing.T) {
	t.Parallel()
	actions := dialects(t)["workspace"].Actions
	for want, quota := range map[string]*client.Quota{
		`{"quota":"0","unlimitedQuota":false}`:                   {},
		`{"quota":"9223372036854775807","unlimitedQuota":false}`: {Limit: 9223372036854775807},
		`{"unlimitedQuota":true}`:                                {Unlimited: true},
	} {
		request, err := actions[client.VerbQuota].Request(client.Wish{ID: "7", Draft: client.Draft{Quota: quota}})
		if got := encode(t, request.Body); err != nil || got != want {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
		request, err = actions[client.VerbCreate].Request(client.Wish{Draft: client.Draft{Name: "x", Quota: quota}})
		if got := encode(t, request.Body); err != nil || got != `{"name":"x",`+want[1:] {
			t.Errorf("created with %s, %v, want %s", got, err, want)
		}
	}
	request, err := actions[client.VerbCreate].Request(client.Wish{Draft: client.Draft{Name: "x"}})
	if got := encode(t, request.Body); err != nil || got != `{"name":"x"}` {
		t.Errorf("without a word: got %s, %v", got, err)
	}
	workspace := dialects(t)["workspace"]
	for name, err := range map[string]error{
		"a negative quota":         workspace.CheckChange(client.VerbQuota, client.Draft{Quota: &client.Quota{Limit: -1}}),
		"no quota":                 workspace.CheckChange(client.VerbQuota, client.Draft{}),
		"a create with a negative": workspace.CheckDraft(client.Draft{Name: "x", Quota: &client.Quota{Limit: -1}}),
	} {
		if errs.KindOf(err) != errs.Usage {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := New().CheckDraft(client.Draft{Name: "x", Quota: &client.Quota{Limit: 1}}); errs.KindOf(err) != errs.Unsupported {
		t.Errorf("a quota of the account: got %v", err)
	}
}

func TestTheAccessKeySignsAndTheSecretIsTriedAtTheModelService(t *testing.T) {
	t.Parallel()
	header := http.Header{}
	New().Authorize(header, secrets.New("eyJ.e30.x"))
	if diff := cmp.Diff(http.Header{"Authorization": {"Bearer eyJ.e30.x"}}, header); diff != "" {
		t.Error(diff)
	}
	action := New().Actions[client.VerbVerify]
	request, err := action.Request(client.Wish{})
	if err != nil || sent(t, request).Request != "GET /v1/models" || action.Host != "https://sh-02.d.run" || action.Authorize != nil {
		t.Errorf("got %+v, %+v, %v", request, action, err)
	}
}
