package consoles_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
	"keyctl/consoles"
)

// exchange is a request of the documents, and the wish that is to become it.
type exchange struct {
	console, file string
	verb          client.Verb
	id            string
	draft         client.Draft
}

const (
	drunID    = "10243"
	hostID    = "2b8d4e6f-1a3c-4d5e-9f70-8a9b0c1d2e3f"
	shortID   = "ak_abc123"
	uuidID    = "0b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b"
	remoteID  = "7c1e2d3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f"
	namespace = "kubernetes:5d0f2b1e-6a3c-4c8e-9b7a-1f2e3d4c5b6a"
	other     = "kubernetes:c2a9e4d7-0b58-4f13-8e6d-7a9b8c0d1e2f"
)

func scopes(words ...client.Scope) client.Draft {
	return client.Draft{Name: "ci-pipeline", Scopes: words}
}

func exchanges() []exchange {
	at := client.Expiry{At: time.Date(2099, 1, 31, 0, 0, 0, 0, time.UTC)}
	expiring := scopes("inference")
	expiring.Expiry = at
	reading := scopes("read")
	reading.Expiry = at
	expires := client.Draft{Name: "ci-pipeline", Expiry: at}
	limited := client.Draft{Name: "ci-pipeline", Expiry: at, Quota: &client.Quota{Limit: 1000}}
	unlimited := client.Draft{Name: "ci-pipeline", Quota: &client.Quota{Unlimited: true}}
	return []exchange{
		{"drun", "account-create", client.VerbCreate, "", scopes()},
		{"drun", "account-create-expiring", client.VerbCreate, "", expires},
		{"drun", "account-list", client.VerbList, "", scopes()},
		{"drun", "account-revoke", client.VerbRevoke, drunID, scopes()},
		{"drun", "account-usage", client.VerbUsage, drunID, scopes()},
		{"drun", "verify", client.VerbVerify, "", scopes()},
		{"drun", "ws-create", client.VerbCreate, "", scopes()},
		{"drun", "ws-create-limited", client.VerbCreate, "", limited},
		{"drun", "ws-create-unlimited", client.VerbCreate, "", unlimited},
		{"drun", "ws-list", client.VerbList, "", scopes()},
		{"drun", "ws-list-everyone", client.VerbList, "", scopes()},
		{"drun", "ws-quota", client.VerbQuota, drunID, limited},
		{"drun", "ws-quota-unlimited", client.VerbQuota, drunID, unlimited},
		{"drun", "ws-disable", client.VerbDisable, drunID, scopes()},
		{"drun", "ws-enable", client.VerbEnable, drunID, scopes()},
		{"drun", "ws-revoke", client.VerbRevoke, drunID, scopes()},
		{"drun", "ws-usage", client.VerbUsage, drunID, scopes()},
		{"hostupcloud", "create-read", client.VerbCreate, "", reading},
		{"hostupcloud", "create-write", client.VerbCreate, "", scopes("write")},
		{"hostupcloud", "create-both", client.VerbCreate, "", scopes("write", "read")},
		{"hostupcloud", "list", client.VerbList, "", scopes()},
		{"hostupcloud", "expire", client.VerbExpire, hostID, client.Draft{Expiry: at}},
		{"hostupcloud", "expire-never", client.VerbExpire, hostID, client.Draft{Expiry: client.Expiry{Never: true}}},
		{"hostupcloud", "disable", client.VerbDisable, hostID, scopes()},
		{"hostupcloud", "enable", client.VerbEnable, hostID, scopes()},
		{"hostupcloud", "revoke", client.VerbRevoke, hostID, scopes()},
		{"hostupcloud", "delete", client.VerbDelete, hostID, scopes()},
		{"hostupcloud", "verify", client.VerbVerify, "", scopes()},
		{"huddle01", "create", client.VerbCreate, "", scopes()},
		{"huddle01", "list", client.VerbList, "", scopes()},
		{"huddle01", "revoke", client.VerbRevoke, shortID, scopes()},
		{"huddle01", "revoke-uuid", client.VerbRevoke, uuidID, scopes()},
		{"remotegpu", "create-all", client.VerbCreate, "", scopes("all")},
		{"remotegpu", "create-inference", client.VerbCreate, "", expiring},
		{"remotegpu", "create-namespace", client.VerbCreate, "", scopes(namespace, other)},
		{"remotegpu", "create-all-namespaces", client.VerbCreate, "", scopes("kubernetes:all")},
		{"remotegpu", "list", client.VerbList, "", scopes()},
		{"remotegpu", "rename", client.VerbRename, remoteID, client.Draft{Name: "renamed"}},
		{"remotegpu", "expire", client.VerbExpire, remoteID, client.Draft{Expiry: at}},
		{"remotegpu", "expire-never", client.VerbExpire, remoteID, client.Draft{Expiry: client.Expiry{Never: true}}},
		{"remotegpu", "scope-all", client.VerbScope, remoteID, scopes("all")},
		{"remotegpu", "scope-inference", client.VerbScope, remoteID, scopes("inference")},
		{"remotegpu", "scope-namespace", client.VerbScope, remoteID, scopes(namespace, other)},
		{"remotegpu", "scope-all-namespaces", client.VerbScope, remoteID, scopes("kubernetes:all")},
		{"remotegpu", "revoke", client.VerbRevoke, remoteID, scopes()},
	}
}

// literal is a request file: a line, headers, an empty line, a body.
type literal struct {
	method, path string
	header       http.Header
	body         string
}

func readRequest(t *testing.T, console, file string) literal {
	t.Helper()
	head, body, _ := strings.Cut(read(t, console, file+".request.http"), "\n\n")
	lines := strings.Split(strings.TrimSpace(head), "\n")
	l := literal{header: http.Header{}, body: strings.TrimSpace(body)}
	l.method, l.path, _ = strings.Cut(lines[0], " ")
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		l.header.Set(name, value)
	}
	return l
}

func read(t *testing.T, console, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(console, "testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRequestsAreThoseOfTheDocuments sends each wish to a server of bytes.
func TestRequestsAreThoseOfTheDocuments(t *testing.T) {
	t.Parallel()
	for _, e := range exchanges() {
		t.Run(e.console+"/"+e.file, func(t *testing.T) {
			t.Parallel()
			want := readRequest(t, e.console, e.file)
			got := sentFor(t, e, want)
			if got.method != want.method || got.path != want.path {
				t.Errorf("sent %s %s, want %s %s", got.method, got.path, want.method, want.path)
			}
			if diff := cmp.Diff(parse(t, want.body), parse(t, got.body)); diff != "" {
				t.Errorf("the body differs (-document +sent):\n%s", diff)
			}
			for _, name := range []string{"User-Agent", "Accept-Encoding", "Connection", "Content-Length", "Accept"} {
				got.header.Del(name)
			}
			if diff := cmp.Diff(want.header, got.header); diff != "" {
				t.Errorf("the headers differ (-document +sent):\n%s", diff)
			}
		})
	}
}

// optionsFor are those with which a console asks for what a file asks for.
func optionsFor(e exchange, want literal) client.Options {
	_, rest, _ := strings.Cut(want.path, "/workspaces/")
	workspace, _, _ := strings.Cut(rest, "/")
	return client.Options{Workspace: workspace, Everyone: strings.HasSuffix(e.file, "-everyone")}
}

// sentFor gives what arrives for a wish, with the host that it would go to.
func sentFor(t *testing.T, e exchange, want literal) literal {
	t.Helper()
	console, _ := consoles.Find(e.console)
	dialect, err := console.Dialect().With(optionsFor(e, want))
	if err != nil {
		t.Fatal(err)
	}
	base, err := url.Parse(dialect.Base)
	if err != nil || base.Scheme != "https" {
		t.Fatalf("the base URL is %s, %v", dialect.Base, err)
	}
	host := base.Host
	if service, err := url.Parse(dialect.Actions[e.verb].Host); err == nil && service.Host != "" {
		host = service.Host
	}
	var got []literal
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		header := r.Header.Clone()
		header.Set("Host", host)
		if strings.HasSuffix(r.URL.Path, "/check-creation") { // what some want to be asked before
			_, _ = io.WriteString(w, `{"allowed":true}`)
			return
		}
		got = append(got, literal{r.Method, r.URL.RequestURI(), header, string(body)})
		w.WriteHeader(http.StatusBadRequest)
	}))
	defer server.Close()
	secret := strings.TrimPrefix(want.header.Get("X-API-Key")+want.header.Get("Authorization"), "Bearer ")
	c, err := client.New(client.Settings{
		Dialect: dialect, Base: server.URL + base.Path,
		Credential: client.Credential{Secret: client.NewSecret(secret), Origin: server.URL},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	switch e.verb {
	case client.VerbCreate:
		_, err = c.Create(t.Context(), e.draft, keep)
	case client.VerbList:
		for _, err = range c.List(t.Context()) {
		}
	case client.VerbVerify:
		var verified client.Verified
		if verified, err = c.Verify(t.Context(), client.NewSecret(secret)); verified.Verdict != client.Unclear {
			t.Errorf("the verdict is %+v", verified)
		}
	case client.VerbUsage:
		begin := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
		_, err = c.Usage(t.Context(), client.Key{ID: e.id}, begin, begin.AddDate(0, 0, 7))
	default:
		var results []client.Result
		results, err = c.Change(t.Context(), e.verb, []client.Key{{ID: e.id}}, e.draft)
		if err == nil {
			err = results[0].Err
		}
	}
	if client.KindOf(err) != client.Failed || len(got) != 1 {
		t.Fatalf("sent %v, and it ended with %v", got, err)
	}
	return got[0]
}

func parse(t *testing.T, text string) any {
	t.Helper()
	if text == "" {
		return nil
	}
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}
