package emulator

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"keyctl/emulator"
)

// world is an emulated console, its clock and a way to speak to it.
type world struct {
	*emulator.Emulator
	session string
	now     *time.Time
}

func newWorld(t *testing.T, settings emulator.Settings) world {
	t.Helper()
	now := time.Date(2026, 4, 3, 10, 0, 0, 0, time.UTC)
	settings.InMemory = true
	settings.Now = func() time.Time { return now }
	e, err := emulator.New(settings, []emulator.Half{Half()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return world{e, e.Credential("remotegpu"), &now}
}

// answered is an answer, with what is random in its body replaced.
type answered struct {
	status int
	body   string
	raw    string
	header http.Header
}

// send sends METHOD PATH with headers given as "Name: value".
func (w world) send(request, body string, headers ...string) answered {
	method, path, _ := strings.Cut(request, " ")
	r := httptest.NewRequest(method, "http://127.0.0.1:8080/remotegpu/v1"+path, strings.NewReader(body))
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	recorder := httptest.NewRecorder()
	w.Handler().ServeHTTP(recorder, r)
	raw := recorder.Body.String()
	masked := regexp.MustCompile(`"id":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"`).ReplaceAllString(raw, `"id":"ID"`)
	masked = regexp.MustCompile(`rgpu_[0-9a-f]{64}"`).ReplaceAllString(masked, `SECRET"`)
	masked = regexp.MustCompile(`rgpu_[0-9a-f]{8}"`).ReplaceAllString(masked, `PREFIX"`)
	return answered{recorder.Code, strings.ReplaceAll(masked, "\n", ""), raw, recorder.Header()}
}

func (w world) signed(request, body string) answered {
	return w.send(request, body, "Authorization: Bearer "+w.session)
}

// create makes a key with this scope and gives its identifier and secret.
func (w world) create(t *testing.T, scopes string) (id, secret string) {
	t.Helper()
	made := w.signed("POST /account/api-keys", `{"name":"key","scopes":`+scopes+`}`)
	if made.status != http.StatusCreated {
		t.Fatalf("create: %d %s", made.status, made.body)
	}
	return made.find("id"), made.find("key")
}

func (w world) models(secret string) answered {
	return w.send("GET /inference/runtime/models", "", "x-api-key: "+secret)
}

func (a answered) is(t *testing.T, what string, status int, body string) {
	t.Helper()
	if a.status != status || a.body != body || a.header.Get("Content-Type") != "application/json" {
		t.Errorf("%s: got %d %s (%s), want %d %s", what, a.status, a.body, a.header.Get("Content-Type"), status, body)
	}
}

// find gives the value of a string field in the answer.
func (a answered) find(field string) string {
	found := regexp.MustCompile(`"` + field + `":"([^"]*)"`).FindStringSubmatch(a.raw)
	if found == nil {
		return ""
	}
	return found[1]
}
