package emulator

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"keyctl/emulator"
	"keyctl/internal/contract"
)

// world is an emulated console, its clock, its contract and a way to speak to it.
type world struct {
	*emulator.Emulator
	t        *testing.T
	contract *contract.Contract
	now      *time.Time
}

func newWorld(t *testing.T, settings emulator.Settings) world {
	t.Helper()
	now := time.Date(2026, 4, 3, 10, 0, 0, 0, time.UTC)
	settings.InMemory = settings.Data == ""
	settings.Now = func() time.Time { return now }
	e, err := emulator.New(settings, []emulator.Half{Half()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	loaded, err := contract.Load("../testdata/hydra-v0.17.0-apikeys.json")
	if err != nil {
		t.Fatal(err)
	}
	return world{e, t, loaded, &now}
}

// answered is an answer, with the members that tests ask for.
type answered struct {
	request string
	status  int
	raw     string
	header  http.Header
	tree    map[string]any
}

// send sends METHOD PATH with headers given as "Name: value", and compares
// nothing.
func (w world) send(request, body string, headers ...string) answered {
	w.t.Helper()
	method, path, _ := strings.Cut(request, " ")
	r := httptest.NewRequest(method, "http://127.0.0.1:8080/drun"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	recorder := httptest.NewRecorder()
	w.Handler().ServeHTTP(recorder, r)
	got := answered{request, recorder.Code, recorder.Body.String(), recorder.Header(), nil}
	if err := json.Unmarshal(recorder.Body.Bytes(), &got.tree); err != nil {
		w.t.Errorf("%s: %s: %v", request, got.raw, err)
	}
	return got
}

// managed sends a request whose answer the contract knows. The path begins
// after the version.
func (w world) managed(request, body string, headers ...string) answered {
	w.t.Helper()
	request = strings.Replace(request, " /", " "+management+"/", 1)
	got := w.send(request, body, headers...)
	err := w.contract.CheckAnswer(contract.Exchange{Request: request, Status: got.status, Header: got.header, Answer: []byte(got.raw)})
	if err != nil {
		w.t.Errorf("%s: %d %s: %v", request, got.status, got.raw, err)
	}
	if got.status != http.StatusOK && (got.text("id") == "" || got.text("message") == "") {
		w.t.Errorf("%s: a failure without identifier or message: %s", request, got.raw)
	}
	return got
}

// as sends a request that the contract allows, as a member.
func (w world) as(member, request, body string, headers ...string) answered {
	w.t.Helper()
	kind := ""
	if body != "" {
		kind = "application/json"
	}
	full := strings.Replace(request, " /", " "+management+"/", 1)
	if err := w.contract.CheckRequest(contract.Exchange{Request: full, ContentType: kind, Body: body}); err != nil {
		w.t.Errorf("%s %s: %v", request, body, err)
	}
	return w.wrong(member, request, body, headers...)
}

// wrong sends a request that needn't follow the contract.
func (w world) wrong(member, request, body string, headers ...string) answered {
	w.t.Helper()
	return w.managed(request, body, append(headers, "Authorization: Bearer "+w.MemberCredential("drun", member))...)
}

func (w world) you(request, body string) answered {
	w.t.Helper()
	return w.as(FirstMember, request, body).is(http.StatusOK, w.t)
}

// create makes a key below a path and gives its identifier and secret.
func (w world) create(member, path, body string) (id, secret string) {
	w.t.Helper()
	made := w.as(member, "POST "+path, body).is(http.StatusOK, w.t)
	return made.text("id"), made.text("key")
}

// chat asks a model to answer so many words.
func (w world) chat(secret, model string, words int) answered {
	w.t.Helper()
	return w.send("POST /v1/chat/completions", `{"model":"`+model+`","messages":[{"role":"user","content":"`+
		strings.Repeat("word ", words)+`"}],"temperature":0.7}`, "Authorization: Bearer "+secret)
}

func (w world) models(secret string) answered {
	w.t.Helper()
	return w.send("GET /v1/models", "", "Authorization: Bearer "+secret)
}

func (a answered) is(status int, t *testing.T) answered {
	t.Helper()
	if a.status != status || a.header.Get("Content-Type") != "application/json" {
		t.Errorf("%s: got %d %s, want %d", a.request, a.status, a.raw, status)
	}
	return a
}

// text gives a member of the answer, by its path.
func (a answered) text(path ...string) string {
	var node any = a.tree
	for _, name := range path {
		object, _ := node.(map[string]any)
		node = object[name]
	}
	text, _ := node.(string)
	return text
}

// column gives a member of every item.
func (a answered) column(name string) []string {
	items, _ := a.tree["items"].([]any)
	values := []string{}
	for _, item := range items {
		object, _ := item.(map[string]any)
		text, _ := object[name].(string)
		values = append(values, text)
	}
	return values
}
