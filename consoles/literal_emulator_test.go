package consoles_test

import (
	"encoding/json"
	"errors"
	"net/http"
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
	"keyctl/consoles"
	"keyctl/emulator"
)

// emulate sends a literal request to a console's server half, signed with its
// credential unless the file has another one, and about a key that it has.
func emulate(t *testing.T, e *emulator.Emulator, console string, l literal, id string) (int, string) {
	t.Helper()
	found, _ := consoles.Find(console)
	base, _ := url.Parse(found.Dialect().Base)
	path := found.Half().Path + strings.TrimPrefix(l.path, base.Path)
	body := l.body
	for _, known := range []string{drunID, hostID, shortID, uuidID, remoteID} {
		path, body = strings.ReplaceAll(path, known, id), strings.ReplaceAll(body, known, id)
	}
	request := httptest.NewRequest(l.method, "http://localhost"+path, strings.NewReader(body))
	for name, values := range l.header {
		value := values[0]
		for _, placeholder := range []string{"huc_your_api_key_here", "mk_your_key", "YOUR_ACCESS_KEY", "YOUR_ACCESS_TOKEN"} {
			value = strings.ReplaceAll(value, placeholder, e.Credential(console))
		}
		if name != "Host" {
			request.Header.Set(name, value)
		}
	}
	recorder := httptest.NewRecorder()
	e.Handler().ServeHTTP(recorder, request)
	return recorder.Code, recorder.Body.String()
}

// shape replaces what may differ between two answers: texts, numbers, and how
// many elements a list has. null may stand for a text.
func shape(value any) any {
	switch value := value.(type) {
	case map[string]any:
		shaped := map[string]any{}
		for name, member := range value {
			shaped[name] = shape(member)
		}
		return shaped
	case []any:
		var shaped []any
		for _, element := range value {
			if s := shape(element); !slices.ContainsFunc(shaped, func(seen any) bool { return cmp.Equal(seen, s) }) {
				shaped = append(shaped, s)
			}
		}
		return shaped
	case string, nil:
		return "text"
	case float64:
		return 0.0
	}
	return value
}

func newEmulator(t *testing.T, limit int) *emulator.Emulator {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 4, 3, 10, 0, 0, 0, time.UTC) }
	e, err := emulator.New(emulator.Settings{InMemory: true, Now: now, Limit: limit}, consoles.Halves())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// firstCreate is the request with which each console's first key is made,
// where a file wants it.
func firstCreate(console, file string) string {
	if strings.HasPrefix(file, "ws-") {
		return "ws-create"
	}
	return map[string]string{
		"drun": "account-create", "hostupcloud": "create-read", "huddle01": "create", "remotegpu": "create-all",
	}[console]
}

// firstKey gives the id and the secret of a new key.
func firstKey(t *testing.T, e *emulator.Emulator, console, file string) (id, secret string) {
	t.Helper()
	status, body := emulate(t, e, console, readRequest(t, console, firstCreate(console, file)), "")
	if status/100 != 2 {
		t.Fatalf("create: %d %s", status, body)
	}
	var made struct{ ID, Key string }
	wrapped := struct{ Data any }{&made}
	if err := errors.Join(json.Unmarshal([]byte(body), &made), json.Unmarshal([]byte(body), &wrapped)); err != nil || made.ID == "" {
		t.Fatalf("created %s, %v", body, err)
	}
	return made.ID, made.Key
}

// with signs a request with the secret of a key, where a file wants that.
func (l literal) with(secret string) literal {
	for name, values := range l.header {
		l.header.Set(name, strings.ReplaceAll(values[0], "YOUR_API_KEY", secret))
	}
	return l
}

// TestTheEmulatorAnswersInTheShapeOfTheDocuments holds the server halves to
// the same files as the dialects.
func TestTheEmulatorAnswersInTheShapeOfTheDocuments(t *testing.T) {
	t.Parallel()
	for _, exchange := range exchanges() {
		t.Run(exchange.console+"/"+exchange.file, func(t *testing.T) {
			t.Parallel()
			e := newEmulator(t, 0)
			id, secret := firstKey(t, e, exchange.console, exchange.file)
			switch exchange.verb {
			case client.VerbList:
				fillShapes(t, e, exchange.console)
			case client.VerbUsage:
				if status, body := emulate(t, e, exchange.console, readRequest(t, exchange.console, "chat").with(secret), ""); status != http.StatusOK {
					t.Fatalf("chat: %d %s", status, body)
				}
			}
			status, body := emulate(t, e, exchange.console, readRequest(t, exchange.console, exchange.file).with(secret), id)
			if status/100 != 2 {
				t.Fatalf("got %d %s", status, body)
			}
			response, err := os.ReadFile(filepath.Join(exchange.console, "testdata", exchange.file+".response.json"))
			if err != nil { // the documents show no answer to this request
				response = []byte(body)
			}
			if diff := cmp.Diff(shape(parse(t, string(response))), shape(parse(t, body))); diff != "" {
				t.Errorf("the shape differs (-document +emulator):\n%s", diff)
			}
		})
	}
}

// fillShapes makes the other keys that a console's list shows in a shape of
// their own.
func fillShapes(t *testing.T, e *emulator.Emulator, console string) {
	t.Helper()
	switch console {
	case "hostupcloud":
		id, _ := firstKey(t, e, console, "list")
		if status, body := emulate(t, e, console, readRequest(t, console, "disable"), id); status/100 != 2 {
			t.Fatalf("disable: %d %s", status, body)
		}
	case "remotegpu":
		for _, file := range []string{"create-inference", "create-namespace", "create-all-namespaces"} {
			if status, body := emulate(t, e, console, readRequest(t, console, file), ""); status/100 != 2 {
				t.Fatalf("%s: %d %s", file, status, body)
			}
		}
	}
}

// TestTheEmulatorRefusesInTheWordsOfTheDocuments sends what is documented as
// refused.
func TestTheEmulatorRefusesInTheWordsOfTheDocuments(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*/testdata/refused-*.response.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("found %v, %v", files, err)
	}
	for _, file := range files {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			console := strings.Split(filepath.ToSlash(file), "/")[0]
			name, status, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".response.json"), ".")
			e := newEmulator(t, 0)
			id, _ := firstKey(t, e, console, name)
			if name == "refused-revoked" {
				emulate(t, e, console, readRequest(t, console, "revoke"), id)
			}
			code, body := emulate(t, e, console, readRequest(t, console, name), id)
			checkRefusal(t, console, filepath.Base(file), status, code, body)
		})
	}
	for _, console := range consoles.Names() {
		t.Run(console+"/limit", func(t *testing.T) {
			t.Parallel()
			e := newEmulator(t, 1)
			firstKey(t, e, console, "limit")
			code, body := emulate(t, e, console, readRequest(t, console, firstCreate(console, "limit")), "")
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
