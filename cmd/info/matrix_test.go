package info

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"keyctl/client"
	"keyctl/client/pace"
	"keyctl/output/plain"
)

// madeUp are four consoles and one with workspaces, between them all that
// there is to tell.
func madeUp() []knowledge {
	plain := func(name string, grade client.Grade, verbs ...client.Verb) client.Dialect {
		actions := map[client.Verb]client.Action{}
		for _, verb := range verbs {
			actions[verb] = client.Action{Grade: grade}
		}
		return client.Dialect{Console: name, Actions: actions}
	}
	first := plain("huddle01", client.Documented, client.VerbCreate, client.VerbList)
	first.Unknown = []client.Field{client.FieldScopes, client.FieldExpiresAt}
	second := plain("hostupcloud", client.Inferred, client.Verbs()...)
	second.Limit = pace.Rate{Requests: 60, Period: time.Minute}
	second.Scopes = []string{"read", "write"}
	second.Actions[client.VerbRevoke] = client.Action{Grade: client.Documented, Note: "keeps the key", Undo: client.VerbEnable}
	second.Actions[client.VerbDisable] = client.Action{Grade: client.Documented, Note: "enable undoes this, too", Undo: client.VerbEnable}
	third := plain("drun", client.Specified, client.VerbCreate, client.VerbList, client.VerbUsage)
	third.Actions[client.VerbList] = client.Action{Grade: client.Specified, Note: "masked"}
	third.Limit = pace.Rate{Requests: 5, Period: 90 * time.Second}
	third.Workspace = func(id string, everyone bool) (client.Dialect, error) {
		if id != "1" || everyone {
			return client.Dialect{}, errors.New("this is not what was asked for")
		}
		inner := plain("drun", client.Specified, client.VerbCreate, client.VerbQuota, client.VerbDisable)
		inner.Actions[client.VerbList] = client.Action{Grade: client.Specified, Note: "masked"}
		inner.Actions[client.VerbQuota] = client.Action{Grade: client.Specified, Note: "in tokens"}
		inner.Limit = third.Limit
		return inner, nil
	}
	fourth := plain("remotegpu", client.Observed, client.VerbCreate)
	fourth.InferredHeader = true
	fourth.Actions[client.VerbRename] = client.Action{
		Grade: client.Inferred, Note: "nobody knows",
		Request: func(w client.Wish) (client.Request, error) {
			return client.Request{Method: "PATCH", Path: []string{"keys", w.ID}}, nil
		},
	}
	var known []knowledge
	for _, dialect := range []client.Dialect{first, second, third, fourth} {
		known = append(known, knowledgeOf(dialect)...)
	}
	return known
}

func TestTheMatrixOfConsoles(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	if err := writeMatrix(&text, madeUp()); err != nil {
		t.Fatal(err)
	}
	const want = `VERB     huddle01  hostupcloud  drun  drun --workspace  remotegpu
create   doc       inferred     spec  spec              client
list     doc       inferred     spec  spec              -
rename   -         inferred     -     -                 inferred
expire   -         inferred     -     -                 -
scope    -         inferred     -     -                 -
quota    -         inferred     -     spec              -
enable   -         inferred     -     -                 -
disable  -         doc          -     spec              -
revoke   -         doc          -     -                 -
delete   -         inferred     -     -                 -
verify   -         inferred     -     -                 -
usage    -         inferred     spec  -                 -

CONSOLE           VERB     NOTE
hostupcloud       disable  enable undoes this, too
hostupcloud       revoke   keeps the key; enable undoes it
drun              list     masked
drun --workspace  quota    in tokens
remotegpu         rename   PATCH /keys/{id}; nobody knows

huddle01 does not tell scopes, expires_at
hostupcloud has the scopes read, write
hostupcloud takes 60 requests a minute from a credential
drun takes 5 requests in 1m30s from a credential
hostupcloud lets a profile override what is inferred: its requests for create,
  list, rename, expire, scope, quota, enable, delete, verify, usage
remotegpu lets a profile override what is inferred: its requests for rename, and
  the header of its credential
`
	if text.String() != want {
		t.Errorf("got\n%s\nwant\n%s", text.String(), want)
	}
	for line := range strings.Lines(text.String()) {
		if len(line) > 81 {
			t.Errorf("%d characters: %s", len(line)-1, line)
		}
	}
}

func TestAConsoleWithNothingToTellHasAMatrix(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	if err := writeMatrix(&text, knowledgeOf(client.Dialect{Console: "bare"})); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(text.String(), "VERB     bare\ncreate   -\n") || !strings.HasSuffix(text.String(), "\nusage    -\n") {
		t.Errorf("got %s", text.String())
	}
}

func TestAWorkspaceThatCannotBeNamedHasNoColumn(t *testing.T) {
	t.Parallel()
	known := knowledgeOf(client.Dialect{Console: "x", Workspace: func(string, bool) (client.Dialect, error) {
		return client.Dialect{}, errors.New("no")
	}})
	if len(known) != 1 || known[0].Workspace {
		t.Errorf("got %v", known)
	}
}

// What docs/json.md promises is there, whatever a console leaves open.
func TestTheMatrixAsJSON(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	if err := plain.JSON(&text, madeUp()); err != nil {
		t.Fatal(err)
	}
	var got []struct {
		Console   string
		Workspace *bool
		Unknown   []string
		Scopes    []string
		Limit     *struct{ Requests, Seconds int }
		Header    *bool `json:"inferred_header"`
		Verbs     []struct {
			Verb    string
			Offered *bool
			Grade   *string
			Note    *string
			Undo    *string
			Request *string
		}
	}
	decoder := json.NewDecoder(&text)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&got); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, one := range got {
		name := one.Console
		if *one.Workspace {
			name += "+"
		}
		names = append(names, name)
		if one.Unknown == nil || one.Scopes == nil || one.Header == nil || len(one.Verbs) != len(client.Verbs()) {
			t.Errorf("%s lacks something: %+v", name, one)
		}
		for i, verb := range one.Verbs {
			if verb.Verb != string(client.Verbs()[i]) || verb.Grade == nil || verb.Note == nil || *verb.Offered != (*verb.Grade != "") {
				t.Errorf("%s %s: %+v", name, verb.Verb, verb)
			}
		}
	}
	if strings.Join(names, " ") != "huddle01 hostupcloud drun drun+ remotegpu" {
		t.Errorf("the consoles are %v", names)
	}
	revoke := got[1].Verbs[8]
	if got[0].Limit != nil || got[1].Limit == nil || *got[1].Limit != struct{ Requests, Seconds int }{60, 60} || revoke.Undo == nil || *revoke.Undo != "enable" {
		t.Errorf("got %+v, %+v", got[1].Limit, revoke)
	}
}
