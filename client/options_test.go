package client

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// inferredDialect is the tests' console, of which nobody documents how its keys
// are managed but for the revoke. Its workspaces list and create only.
func inferredDialect() Dialect {
	d := testDialect()
	d.InferredHeader = true
	for verb, action := range d.Actions {
		action.Grade = Inferred
		d.Actions[verb] = action
	}
	revoke := d.Actions[VerbRevoke]
	revoke.Grade = Documented
	d.Actions[VerbRevoke] = revoke
	d.Workspace = func(id string, everyone bool) (Dialect, error) {
		if strings.Trim(id, "0123456789") != "" {
			return Dialect{}, errs.Errorf(errs.Usage, "a workspace here is a number")
		}
		whose := "mine"
		if everyone {
			whose = "all"
		}
		inner := testDialect()
		list := inner.Actions[VerbList]
		list.Grade = Inferred
		list.Request = func(Wish) (Request, error) {
			return Request{Method: http.MethodGet, Path: []string{"workspaces", id, whose}}, nil
		}
		inner.Actions = map[Verb]Action{VerbList: list, VerbCreate: inner.Actions[VerbCreate]}
		return inner, nil
	}
	return d
}

// asks gives METHOD PATH of what a dialect asks for a verb on the key k1.
func asks(t *testing.T, d Dialect, verb Verb) string {
	t.Helper()
	action, err := d.Action(verb)
	if err != nil {
		t.Fatal(err)
	}
	request, err := action.Request(Wish{ID: "k1"})
	if err != nil {
		t.Fatal(err)
	}
	return request.Method + " /" + strings.Join(request.Path, "/")
}

func TestRoutesThatAreRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Route{
		"PATCH /api-keys/{id}":      {"PATCH", []string{"api-keys", "{id}"}},
		"  POST   /v2/keys  ":       {"POST", []string{"v2", "keys"}},
		"GET /a.b/~c:d@e":           {"GET", []string{"a.b", "~c:d@e"}},
		"DELETE /keys/{id}/now":     {"DELETE", []string{"keys", "{id}", "now"}},
		"PUT /..a":                  {"PUT", []string{"..a"}},
		"POST /keys/{id}/to/{id}/x": {"POST", []string{"keys", "{id}", "to", "{id}", "x"}}, // for the verb to refuse
	} {
		got, err := ParseRoute(text)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v\n%s", text, err, diff)
		}
	}
}

func TestRoutesThatAreRefused(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"": "method", " ": "method", "/keys": "method", "get /keys": "method", "HEAD /keys": "method", "CONNECT /keys": "method", "OPTIONS /": "method", "GET/keys": "method",
		testSecret: "method", "POST\t/keys": "method", "GET\n/keys": "method",
		"GET": "no path", "GET ": "no path", "GET /": "no path", "GET keys": "no path", "GET https://evil.example/keys": "no path", "GET " + testSecret: "no path",
		"GET //evil.example/keys": "cannot be meant", "GET /keys/": "cannot be meant", "GET /a//b": "cannot be meant", "GET /..": "cannot be meant", "GET /a/../b": "cannot be meant", "GET /.": "cannot be meant",
		"GET /keys?a=" + testSecret: "cannot be meant", "GET /keys#a": "cannot be meant", "GET /%2e%2e": "cannot be meant", "GET /a b": "cannot be meant", "GET /keys HTTP/1.1": "cannot be meant",
		"GET /{ID}": "cannot be meant", "GET /key{id}": "cannot be meant", "GET /{id}x": "cannot be meant", "GET /{}": "cannot be meant", `GET /a\b`: "cannot be meant", "GET /a\r\nX: y": "cannot be meant",
		"GET /\u202e": "cannot be meant", "GET /\x00": "cannot be meant", "GET /" + strings.Repeat("a", 129): "cannot be meant",
	} {
		got, err := ParseRoute(text)
		refusedUnseen(t, text, err, says)
		if err != nil && got.Method != "" {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

// refusedUnseen fails unless err is a usage error that says something and shows no
// secret.
func refusedUnseen(t *testing.T, what string, err error, says string) {
	t.Helper()
	e, _ := errors.AsType[*errs.Error](err)
	if e == nil || e.Kind != errs.Usage || !strings.Contains(e.What, says) || e.Hint == "" {
		t.Errorf("%q: got %v, want %q", what, err, says)
		return
	}
	if all := e.What + e.Hint; strings.Contains(all, testSecret) || safetext.Printable(all) != all {
		t.Errorf("%q: got %s", what, all)
	}
}

func TestHeadersThatAreRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Authorization: Bearer {credential}":    "Authorization: Bearer " + testLogin,
		"x-api-key:{credential}":                "X-Api-Key: " + testLogin,
		"  X_Key :  {credential}  ":             "X_key: " + testLogin,
		"Cookie: session={credential}; theme=x": "Cookie: session=" + testLogin + "; theme=x",
		"X-A: a:b {credential}":                 "X-A: a:b " + testLogin,
	} {
		header, err := ParseHeader(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		sent := http.Header{}
		header.authorize(sent, secrets.New(testLogin))
		if got := header.Name + ": " + sent.Get(header.Name); len(sent) != 1 || got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestHeadersThatAreRefused(t *testing.T) {
	t.Parallel()
	refused := map[string]string{
		"": "no name", "{credential}": "no name", ": {credential}": "no name", "Bearer {credential}": "no name", "A B: {credential}": "no name", "Ä: {credential}": "no name", "A\r\nB: {credential}": "no name",
		"A{credential}: x": "no name", strings.Repeat("a", 65) + ": {credential}": "no name", testSecret: "no name", "A(B): {credential}": "no name",
		"X-Key:": "does not hold", "X-Key: " + testSecret: "does not hold", "X-Key: {credential}{credential}": "does not hold", "X-Key: {CREDENTIAL}": "does not hold", "X-Key: { credential }": "does not hold",
		"X-Key: a\r\nEvil: {credential}": "cannot be sent", "X-Key: \x00{credential}": "cannot be sent", "X-Key: é{credential}": "cannot be sent", "X-Key: {credential}" + strings.Repeat("a", 256): "cannot be sent",
	}
	for _, name := range steering() {
		refused[name+": {credential}"] = "no credential goes in"
		refused[strings.ToLower(name)+" : {credential}"] = "no credential goes in"
		if name != http.CanonicalHeaderKey(name) {
			t.Errorf("%s is not how it is compared", name)
		}
	}
	for text, says := range refused {
		header, err := ParseHeader(text)
		refusedUnseen(t, text, err, says)
		if header != (Header{}) {
			t.Errorf("%q: got %+v", text, header)
		}
	}
}

func TestOptionsChangeWhatIsAsked(t *testing.T) {
	t.Parallel()
	routes := map[Verb]Route{
		VerbList: {"GET", []string{"v2", "keys"}}, VerbCreate: {"PUT", []string{"v2", "keys"}}, VerbRename: {"POST", []string{"v2", "{id}", "name"}},
	}
	for name, test := range map[string]struct {
		options Options
		verb    Verb
		want    string
	}{
		"nothing":                     {Options{}, VerbList, "GET /keys"},
		"a list":                      {Options{Routes: routes}, VerbList, "GET /v2/keys"},
		"a create":                    {Options{Routes: routes}, VerbCreate, "PUT /v2/keys"},
		"a change, with the id":       {Options{Routes: routes}, VerbRename, "POST /v2/k1/name"},
		"not the rest":                {Options{Routes: routes}, VerbRevoke, "DELETE /keys/k1"},
		"a workspace":                 {Options{Workspace: "42"}, VerbList, "GET /workspaces/42/mine"},
		"all members of it":           {Options{Workspace: "42", Everyone: true}, VerbList, "GET /workspaces/42/all"},
		"a workspace, and a list":     {Options{Workspace: "42", Routes: map[Verb]Route{VerbList: routes[VerbList]}}, VerbList, "GET /v2/keys"},
		"a list that posts its query": {Options{Routes: map[Verb]Route{VerbList: {"POST", []string{"search"}}}}, VerbList, "POST /search"},
	} {
		dialect, err := inferredDialect().With(test.options)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := asks(t, dialect, test.verb); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// TestOptionsLeaveTheDialectAsItWas: others may be made from it.
func TestOptionsLeaveTheDialectAsItWas(t *testing.T) {
	t.Parallel()
	plain := inferredDialect()
	route := Route{"POST", []string{"v2", "{id}"}}
	changed, err := plain.With(Options{Routes: map[Verb]Route{VerbRename: route}, Header: Header{Name: "Authorization"}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := asks(t, changed, VerbRename); got != "POST /v2/k1" {
			t.Errorf("got %s", got)
		}
	}
	if !slices.Equal(route.Path, []string{"v2", "{id}"}) {
		t.Errorf("the route is %v", route.Path)
	}
	sent := http.Header{}
	plain.Authorize(sent, secrets.New(testLogin))
	if got := asks(t, plain, VerbRename); got != "PATCH /keys/k1" || sent.Get("Authorization") != "" {
		t.Errorf("got %s, %v", got, sent)
	}
}

func TestAnOlderRequestGoesWithTheOwnOne(t *testing.T) {
	t.Parallel()
	d := inferredDialect()
	list := d.Actions[VerbList]
	list.Older = list.Request
	d.Actions[VerbList] = list
	d, err := d.With(Options{Routes: map[Verb]Route{VerbList: {"GET", []string{"v2"}}}})
	if err != nil || d.Actions[VerbList].Older != nil || d.Actions[VerbList].Keys == nil {
		t.Errorf("got %+v, %v", d.Actions[VerbList], err)
	}
}

// revoking is a console whose way to revoke is inferred, and undone by a verb.
func revoking(undo Verb) Dialect {
	d := inferredDialect()
	revoke := d.Actions[VerbRevoke]
	revoke.Grade, revoke.Undo = Inferred, undo
	d.Actions[VerbRevoke] = revoke
	return d
}

// posting is a console that is asked for its list with POST.
func posting() Dialect {
	d := inferredDialect()
	list := d.Actions[VerbList]
	list.Request = func(Wish) (Request, error) { return Request{Method: http.MethodPost, Path: []string{"search"}}, nil }
	d.Actions[VerbList] = list
	return d
}

// TestWhatRemovesMayBeADelete, and nothing that says it can be undone.
func TestWhatRemovesMayBeADelete(t *testing.T) {
	t.Parallel()
	removing := revoking("")
	removing.Actions[VerbDelete] = removing.Actions[VerbRevoke]
	for _, verb := range []Verb{VerbRevoke, VerbDelete} {
		changed, err := removing.With(Options{Routes: map[Verb]Route{verb: {"DELETE", []string{"v2", "{id}"}}}})
		if err != nil || asks(t, changed, verb) != "DELETE /v2/k1" {
			t.Errorf("%s: %v", verb, err)
		}
	}
}

func TestOptionsThatTheConsoleHasNoPlaceForAreRefused(t *testing.T) {
	t.Parallel()
	route := func(verb Verb, method string, path ...string) Options {
		return Options{Routes: map[Verb]Route{verb: {method, path}}}
	}
	inferred, plain := inferredDialect(), testDialect()
	for name, test := range map[string]struct {
		dialect Dialect
		options Options
		kind    errs.Kind
		says    string
	}{
		"a workspace":                      {plain, Options{Workspace: "42"}, errs.Unsupported, "test has no workspaces"},
		"everyone":                         {plain, Options{Everyone: true}, errs.Unsupported, "test has no workspaces, and lists the keys of one account only"},
		"everyone in a workspace":          {plain, Options{Workspace: "42", Everyone: true}, errs.Unsupported, "test has no workspaces"},
		"everyone in no workspace":         {inferred, Options{Everyone: true}, errs.Usage, "there is nobody else"},
		"no workspace of this console":     {inferred, Options{Workspace: "team"}, errs.Usage, "a workspace here is a number"},
		"a request that is documented":     {inferred, route(VerbRevoke, "DELETE", "v2", "{id}"), errs.Usage, "how test is asked to revoke is documented"},
		"a verb that it lacks":             {inferred, route(VerbScope, "PATCH", "v2", "{id}"), errs.Usage, "requests say how to scope, which test has no way to do"},
		"a verb that its workspaces lack":  {inferred, Options{Workspace: "42", Routes: map[Verb]Route{VerbRename: {"PATCH", []string{"{id}"}}}}, errs.Usage, "requests say how to rename"},
		"a change of no key":               {inferred, route(VerbRename, "PATCH", "v2"), errs.Usage, "needs {id} once"},
		"a change of two keys":             {inferred, route(VerbRename, "PATCH", "{id}", "{id}"), errs.Usage, "needs {id} once"},
		"a change that reads":              {inferred, route(VerbRename, "GET", "{id}"), errs.Usage, "changes something"},
		"a create with an id":              {inferred, route(VerbCreate, "POST", "keys", "{id}"), errs.Usage, "has no place for an {id}"},
		"a create that reads":              {inferred, route(VerbCreate, "GET", "keys"), errs.Usage, "changes something"},
		"a change that deletes":            {inferred, route(VerbRename, "DELETE", "keys", "{id}"), errs.Usage, "request for rename removes nothing"},
		"a create that deletes":            {inferred, route(VerbCreate, "DELETE", "keys"), errs.Usage, "request for create removes nothing"},
		"a revoke that can't be undone":    {revoking(VerbEnable), route(VerbRevoke, "DELETE", "keys", "{id}"), errs.Usage, "request for revoke removes nothing"},
		"a list that creates":              {inferred, route(VerbList, "POST", "keys"), errs.Usage, "requests list in the way that creates a key: POST /keys"},
		"a create that lists":              {posting(), route(VerbCreate, "POST", "search"), errs.Usage, "requests list in the way that creates a key: POST /search"},
		"both in one way":                  {inferred, Options{Routes: map[Verb]Route{VerbList: {"POST", []string{"a"}}, VerbCreate: {"POST", []string{"a"}}}}, errs.Usage, "in the way that creates"},
		"a list with an id":                {inferred, route(VerbList, "GET", "keys", "{id}"), errs.Usage, "has no place for an {id}"},
		"a list that deletes":              {inferred, route(VerbList, "DELETE", "keys"), errs.Usage, "reads, so that"},
		"a list that changes":              {inferred, route(VerbList, "PATCH", "keys"), errs.Usage, "reads, so that"},
		"a header of a documented console": {plain, Options{Header: Header{Name: "X"}}, errs.Usage, "the header that test takes credentials in is documented"},
		"requests of a documented console": {plain, route(VerbList, "GET", "v2"), errs.Usage, "how test is asked to list is documented"},
		"a header in a workspace without":  {inferred, Options{Workspace: "42", Header: Header{Name: "X"}}, errs.Usage, "is documented"},
		"the first of several, in order":   {inferred, Options{Routes: map[Verb]Route{VerbRevoke: {}, VerbScope: {}, VerbCreate: {"GET", []string{"a"}}}}, errs.Usage, "request for create"},
	} {
		_, err := test.dialect.With(test.options)
		e, _ := errors.AsType[*errs.Error](err)
		if e == nil || e.Kind != test.kind || !strings.Contains(e.What, test.says) {
			t.Errorf("%s: got %v, want %s", name, err, test.says)
		}
	}
	_, err := inferred.With(Options{Workspace: "42", Routes: map[Verb]Route{VerbRename: {"PATCH", []string{"{id}"}}}})
	if e := own(t, err); !strings.HasSuffix(e.Hint, "test offers: create, list, show") {
		t.Errorf("the hint is %s", e.Hint)
	}
}

// TestWhatAProfileOverridesIsSent, with the body that the console's own request
// has, and the credential in the header of the profile only.
func TestWhatAProfileOverridesIsSent(t *testing.T) {
	t.Parallel()
	listed := `{"keys":[{"id":"k1","name":"ci","prefix":"tk_other"}]}`
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+testLogin || r.Header.Get("X-API-Key") != "" {
			t.Errorf("%s %s: the headers are %v", r.Method, r.URL, r.Header)
		}
		switch r.Method {
		case http.MethodGet:
			write(rw, 200, listed)
		case http.MethodPut:
			body := make([]byte, r.ContentLength)
			_, _ = r.Body.Read(body)
			if string(body) != `{"name":"ci"}` {
				t.Errorf("the body is %s", body)
			}
			write(rw, 201, madeKey)
		default:
			listed = strings.Replace(listed, `"ci"`, `"new"`, 1)
			write(rw, 200, `{}`)
		}
	})
	header, err := ParseHeader("Authorization: Bearer {credential}")
	if err != nil {
		t.Fatal(err)
	}
	options := Options{Header: header, Routes: map[Verb]Route{}}
	for verb, text := range map[Verb]string{VerbList: "GET /v2/keys", VerbCreate: "PUT /v2/new", VerbRename: "POST /v2/keys/{id}/name"} {
		if options.Routes[verb], err = ParseRoute(text); err != nil {
			t.Fatal(err)
		}
	}
	if w.dialect, err = inferredDialect().With(options); err != nil {
		t.Fatal(err)
	}
	if created, err := w.Create(t.Context(), Draft{Name: "ci"}, Before{}, keepRaw); err != nil || created.Secret.Reveal() != testSecret {
		t.Errorf("got %v, %v", created, err)
	}
	keys, err := w.list(t.Context())
	if err != nil || len(keys) != 1 {
		t.Fatalf("got %v, %v", keys, err)
	}
	results, err := w.Change(t.Context(), VerbRename, keys, Draft{Name: "new"})
	if err != nil || len(results) != 1 || results[0].Err != nil {
		t.Errorf("got %+v, %v", results, err)
	}
	got := []string{w.sent(http.MethodPut)[0], w.sent(http.MethodPost)[0], w.sent(http.MethodGet)[0]}
	if diff := cmp.Diff([]string{"PUT /v1/v2/new", "POST /v1/v2/keys/k1/name", "GET /v1/v2/keys"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestAnIDThatWouldLeaveItsPlaceIsNotSent also where the path is a profile's.
func TestAnIDThatWouldLeaveItsPlaceIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, `{}`) })
	var err error
	if w.dialect, err = inferredDialect().With(Options{Routes: map[Verb]Route{VerbRename: {"POST", []string{"v2", "{id}"}}}}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"..", "a/b", "a?b", "%2e", ""} {
		results, err := w.Change(t.Context(), VerbRename, []Key{{ID: id, Name: "x"}}, Draft{Name: "new"})
		if err == nil && (len(results) != 1 || results[0].Err == nil) {
			t.Errorf("%q: got %v, %v", id, results, err)
		}
	}
	if sent := w.sent(http.MethodPost); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}
