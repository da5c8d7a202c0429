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
	credential string
	now        *time.Time
}

// newWorld is a console whose rate is out of the way, unless it is given one.
func newWorld(t *testing.T, settings emulator.Settings) world {
	t.Helper()
	now := time.Date(2026, 4, 3, 10, 0, 0, 0, time.UTC)
	settings.InMemory = true
	settings.Now = func() time.Time { return now }
	if settings.RequestsPerMinute == 0 {
		settings.RequestsPerMinute = 10000
	}
	return worldOf(t, settings, &now)
}

func worldOf(t *testing.T, settings emulator.Settings, now *time.Time) world {
	t.Helper()
	e, err := emulator.New(settings, []emulator.Half{Half()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return world{e, e.Credential("hostupcloud"), now}
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
	r := httptest.NewRequest(method, "http://127.0.0.1:8080/hostupcloud/api"+path, strings.NewReader(body))
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	recorder := httptest.NewRecorder()
	w.Handler().ServeHTTP(recorder, r)
	raw := recorder.Body.String()
	masked := regexp.MustCompile(`"id":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"`).ReplaceAllString(raw, `"id":"ID"`)
	masked = regexp.MustCompile(`huc_[0-9a-f]{64}"`).ReplaceAllString(masked, `SECRET"`)
	masked = regexp.MustCompile(`huc_[0-9a-f]{8}"`).ReplaceAllString(masked, `PREFIX"`)
	return answered{recorder.Code, strings.ReplaceAll(masked, "\n", ""), raw, recorder.Header()}
}

func (w world) signed(request, body string) answered { return w.with(w.credential, request, body) }

func (w world) with(secret, request, body string) answered {
	return w.send(request, body, "Authorization: Bearer "+secret)
}

// create makes a key with these permissions and gives its path and secret.
func (w world) create(t *testing.T, permissions string) (path, secret string) {
	t.Helper()
	made := w.signed("POST /api-keys", `{"name":"key","permissions":`+permissions+`}`)
	if made.status != http.StatusCreated {
		t.Fatalf("create: %d %s", made.status, made.body)
	}
	return "/api-keys/" + made.find("id"), made.find("key")
}

func (a answered) is(t *testing.T, what string, status int, body string) {
	t.Helper()
	media := "application/json"
	if status == http.StatusNoContent {
		media = ""
	}
	if a.status != status || a.body != body || a.header.Get("Content-Type") != media {
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
