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

// world is an emulated console and a way to speak to it.
type world struct {
	*emulator.Emulator
	credential string
}

func newWorld(t *testing.T, settings emulator.Settings) world {
	t.Helper()
	settings.InMemory = true
	settings.Now = func() time.Time { return time.Date(2026, 4, 3, 10, 0, 0, 987654321, time.UTC) }
	e, err := emulator.New(settings, []emulator.Half{Half()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return world{e, e.Credential("huddle01")}
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
	r := httptest.NewRequest(method, "http://127.0.0.1:8080/huddle01/api/v1"+path, strings.NewReader(body))
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	recorder := httptest.NewRecorder()
	w.Handler().ServeHTTP(recorder, r)
	raw := recorder.Body.String()
	masked := regexp.MustCompile(`ak_[0-9a-f]{16}`).ReplaceAllString(raw, "AK")
	masked = regexp.MustCompile(`mk_[0-9a-f]{64}"`).ReplaceAllString(masked, `SECRET"`)
	masked = regexp.MustCompile(`mk_[0-9a-f]{8}\.\.\."`).ReplaceAllString(masked, `PREFIX"`)
	return answered{recorder.Code, strings.ReplaceAll(masked, "\n", ""), raw, recorder.Header()}
}

func (w world) signed(request, body string) answered {
	return w.send(request, body, "X-API-Key: "+w.credential)
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
