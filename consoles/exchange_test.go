package consoles_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/consoles"
	"keyctl/consoles/testdata/quarry"
	quarryemulator "keyctl/consoles/testdata/quarry/emulator"
	"keyctl/internal/secrets"
)

// example is the console of docs/consoles/ADDING.md. It is no part of the
// program, and held to what every other console is held to.
const example = "quarry"

func known() []consoles.Console {
	return append(consoles.All(), consoles.Console{Name: example, Dialect: quarry.New, Half: quarryemulator.Half})
}

func find(t *testing.T, name string) consoles.Console {
	t.Helper()
	all := known()
	index := slices.IndexFunc(all, func(c consoles.Console) bool { return c.Name == name })
	if index < 0 {
		t.Fatalf("there is no console %s", name)
	}
	return all[index]
}

// folder is where everything about a console lies.
func folder(console string) string {
	if console == example {
		return filepath.Join("testdata", example)
	}
	return console
}

func read(t *testing.T, console, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder(console), "testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// exchange is a request of the documents, the wish that is to become it, and
// what is to be read in the answer.
type exchange struct {
	console   string
	File      string              `json:"file"`
	Verb      client.Verb         `json:"verb"`
	ID        string              `json:"id"`
	Name      string              `json:"name"`
	Scopes    []client.Scope      `json:"scopes"`
	Expires   string              `json:"expires"`
	Quota     *client.Quota       `json:"quota"`
	Workspace string              `json:"workspace"`
	Everyone  bool                `json:"everyone"`
	After     []string            `json:"after"` // the exchanges whose answers come first
	Setup     []string            `json:"setup"` // the requests that the emulator gets before, about the same key
	Reads     []map[string]string `json:"reads"`
}

// exchangesOf reads testdata/exchanges.json of a console.
func exchangesOf(t *testing.T, console string) []exchange {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader([]byte(read(t, console, "exchanges.json"))))
	decoder.DisallowUnknownFields()
	var all []exchange
	if err := decoder.Decode(&all); err != nil || len(all) == 0 {
		t.Fatalf("the exchanges of %s: %v, %v", console, all, err)
	}
	for i := range all {
		all[i].console = console
	}
	return all
}

func exchanges(t *testing.T) []exchange {
	t.Helper()
	var all []exchange
	for _, console := range known() {
		all = append(all, exchangesOf(t, console.Name)...)
	}
	return all
}

func (e exchange) draft(t *testing.T) client.Draft {
	t.Helper()
	draft := client.Draft{Name: e.Name, Scopes: e.Scopes, Quota: e.Quota}
	if e.Expires != "" {
		var err error
		if draft.Expiry, err = client.ParseExpiry(e.Expires, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	return draft
}

func (e exchange) options() client.Options {
	return client.Options{Workspace: e.Workspace, Everyone: e.Everyone}
}

// firstCreate is the request with which a console's first key is made, of a
// workspace or of the account itself.
func firstCreate(t *testing.T, console, workspace string) exchange {
	t.Helper()
	for _, e := range exchangesOf(t, console) {
		if e.Verb == client.VerbCreate && e.Workspace == workspace {
			return e
		}
	}
	t.Fatalf("no exchange of %s creates a key", console)
	return exchange{}
}

// placeholders are what stands in a console's files for the credential, and
// for the secret of a key, which may be the same.
func placeholders(t *testing.T, console string) (credential, secret string) {
	t.Helper()
	dialect := find(t, console).Dialect()
	credential = signedBy(t, console, firstCreate(t, console, "").File, dialect.Authorize)
	secret = credential
	for _, e := range exchangesOf(t, console) {
		if e.Verb != client.VerbVerify {
			continue
		}
		authorize := dialect.Actions[e.Verb].Authorize
		if authorize == nil {
			authorize = dialect.Authorize
		}
		secret = signedBy(t, console, e.File, authorize)
	}
	return credential, secret
}

// signedBy finds what stands in a file where a request is signed.
func signedBy(t *testing.T, console, file string, authorize func(http.Header, secrets.Secret)) string {
	t.Helper()
	const marker = "marker"
	header, written := http.Header{}, readRequest(t, console, file)
	authorize(header, secrets.New(marker))
	for name, values := range header {
		before, after, _ := strings.Cut(values[0], marker)
		if text, found := strings.CutPrefix(written.header.Get(name), before); found && text != after {
			return strings.TrimSuffix(text, after)
		}
	}
	t.Fatalf("%s of %s holds no credential", file, console)
	return ""
}
