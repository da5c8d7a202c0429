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
	After     string              `json:"after"` // the page before it
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

// creates are the exchanges that make keys.
func creates(t *testing.T, console string) []exchange {
	t.Helper()
	all := slices.DeleteFunc(exchangesOf(t, console), func(e exchange) bool { return e.Verb != client.VerbCreate })
	if len(all) == 0 {
		t.Fatalf("no exchange of %s creates a key", console)
	}
	return all
}

// placeholder is what stands for the credential in a console's files.
func placeholder(t *testing.T, console string) string {
	t.Helper()
	const marker = "marker"
	header, written := http.Header{}, readRequest(t, console, creates(t, console)[0].File)
	find(t, console).Dialect().Authorize(header, client.NewSecret(marker))
	for name, values := range header {
		before, after, _ := strings.Cut(values[0], marker)
		if text, found := strings.CutPrefix(written.header.Get(name), before); found && text != after {
			return strings.TrimSuffix(text, after)
		}
	}
	t.Fatalf("the files of %s hold no credential", console)
	return ""
}
