package consoles_test

import (
	"maps"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
	"keyctl/emulator"
)

// subject is a key of an emulator that a file is about: its id and its secret.
type subject struct{ id, secret string }

// emulate sends a literal request to a console's server half. What stands in
// the file for a credential, a secret or a key is replaced by one that the
// emulator has.
func emulate(t *testing.T, e *emulator.Emulator, console, file string, about subject) (int, string) {
	t.Helper()
	found, l := find(t, console), readRequest(t, console, file)
	base, _ := url.Parse(found.Dialect().Base)
	var ids []string
	for _, documented := range exchangesOf(t, console) {
		if documented.ID != "" {
			ids = append(ids, documented.ID, about.id)
		}
	}
	known := strings.NewReplacer(ids...)
	path := found.Half().Path + known.Replace(strings.TrimPrefix(l.path, base.Path))
	request := httptest.NewRequest(l.method, "http://localhost"+path, strings.NewReader(known.Replace(l.body)))
	credential, secret := placeholders(t, console)
	for name, values := range l.header {
		value := strings.NewReplacer(credential, e.Credential(console), secret, about.secret).Replace(values[0])
		if name != "Host" {
			request.Header.Set(name, value)
		}
	}
	recorder := httptest.NewRecorder()
	e.Handler().ServeHTTP(recorder, request)
	return recorder.Code, recorder.Body.String()
}

// alike reports whether two answers differ only in what may differ: in texts,
// in numbers, and in how many elements of each kind a list has. null may stand
// for a text or a number.
func alike(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		members, isObject := b.(map[string]any)
		return isObject && maps.EqualFunc(a, members, alike)
	case []any:
		elements, isList := b.([]any)
		return isList && within(a, elements) && within(elements, a)
	case nil:
		return b == nil || alike(b, nil)
	case string:
		_, isText := b.(string)
		return isText || b == nil
	case float64:
		_, isNumber := b.(float64)
		return isNumber || b == nil
	}
	return a == b
}

// within reports whether each element has one in another list that is alike.
func within(elements, others []any) bool {
	for _, element := range elements {
		if !slices.ContainsFunc(others, func(other any) bool { return alike(element, other) }) {
			return false
		}
	}
	return true
}

func newEmulator(t *testing.T, limit int) *emulator.Emulator {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 4, 3, 10, 0, 0, 0, time.UTC) }
	var halves []emulator.Half
	for _, console := range known() {
		halves = append(halves, console.Half())
	}
	e, err := emulator.New(emulator.Settings{InMemory: true, Now: now, Limit: limit}, halves)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// firstKey makes a key, of a workspace or of the account itself.
func firstKey(t *testing.T, e *emulator.Emulator, console, workspace string) subject {
	t.Helper()
	status, body := emulate(t, e, console, firstCreate(t, console, workspace).File, subject{})
	made, err := find(t, console).Dialect().Actions[client.VerbCreate].Created([]byte(body))
	if status/100 != 2 || err != nil {
		t.Fatalf("create: %d %s, %v", status, body, err)
	}
	return subject{made.Key.ID, made.Secret.Reveal()}
}

// TestTheEmulatorAnswersInTheShapeOfTheDocuments holds the server halves to
// the same files as the dialects.
func TestTheEmulatorAnswersInTheShapeOfTheDocuments(t *testing.T) {
	t.Parallel()
	for _, exchange := range exchanges(t) {
		t.Run(exchange.console+"/"+exchange.File, func(t *testing.T) {
			t.Parallel()
			e := newEmulator(t, 0)
			about := firstKey(t, e, exchange.console, exchange.Workspace)
			for _, file := range exchange.Setup {
				if status, body := emulate(t, e, exchange.console, file, about); status/100 != 2 {
					t.Fatalf("%s: %d %s", file, status, body)
				}
			}
			status, body := emulate(t, e, exchange.console, exchange.File, about)
			if status/100 != 2 {
				t.Fatalf("got %d %s", status, body)
			}
			response, err := os.ReadFile(filepath.Join(folder(exchange.console), "testdata", exchange.File+".response.json"))
			if err != nil { // the documents show no answer to this request
				response = []byte(body)
			}
			if !alike(parse(t, string(response)), parse(t, body)) {
				t.Errorf("the document shows %s, and the emulator answers %s", response, body)
			}
		})
	}
}

// TestTheEmulatorRefusesInTheWordsOfTheDocuments sends what is documented as
// refused.
func TestTheEmulatorRefusesInTheWordsOfTheDocuments(t *testing.T) {
	t.Parallel()
	for _, known := range known() {
		console := known.Name
		files, err := filepath.Glob(filepath.Join(folder(console), "testdata", "refused-*.response.json"))
		if err != nil || len(files) == 0 {
			t.Fatalf("of %s found %v, %v", console, files, err)
		}
		for _, file := range files {
			file = filepath.Base(file)
			t.Run(console+"/"+file, func(t *testing.T) {
				t.Parallel()
				name, status, _ := strings.Cut(strings.TrimSuffix(file, ".response.json"), ".")
				e := newEmulator(t, 0)
				about := firstKey(t, e, console, "")
				if name == "refused-revoked" {
					emulate(t, e, console, "revoke", about)
				}
				code, body := emulate(t, e, console, name, about)
				checkRefusal(t, console, file, status, code, body)
			})
		}
		t.Run(console+"/limit", func(t *testing.T) {
			t.Parallel()
			e := newEmulator(t, 1)
			firstKey(t, e, console, "")
			code, body := emulate(t, e, console, firstCreate(t, console, "").File, subject{})
			checkRefusal(t, console, "limit.409.response.json", "409", code, body)
		})
	}
}

func checkRefusal(t *testing.T, console, file, status string, code int, body string) {
	t.Helper()
	want := read(t, console, file)
	if status != strconv.Itoa(code) || cmp.Diff(parse(t, want), parse(t, body)) != "" {
		t.Errorf("got %d %s, want %s %s", code, body, status, want)
	}
}

func TestAnswersOfOtherShapesAreNotAlike(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{`{"a":1}`, `{"a":"1"}`},
		{`{"a":1}`, `{"b":1}`},
		{`{"a":1}`, `{}`},
		{`{"a":null}`, `{"a":{}}`},
		{`{"a":true}`, `{"a":false}`},
		{`[1]`, `["1"]`},
		{`[]`, `[1]`},
		{`[1,"1"]`, `[1]`},
		{`[]`, `{}`},
		{`null`, `[]`},
		{`null`, `true`},
	} {
		if alike(parse(t, pair[0]), parse(t, pair[1])) || alike(parse(t, pair[1]), parse(t, pair[0])) {
			t.Errorf("%s and %s are alike", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{
		{`{"a":1,"b":"x"}`, `{"b":"y","a":2}`}, {`{"a":null}`, `{"a":2}`}, {`[1,2]`, `[3]`}, {`[{"a":null}]`, `[{"a":"x"}]`}, {`null`, `null`},
	} {
		if !alike(parse(t, pair[0]), parse(t, pair[1])) || !alike(parse(t, pair[1]), parse(t, pair[0])) {
			t.Errorf("%s and %s are not alike", pair[0], pair[1])
		}
	}
}
