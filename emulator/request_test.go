package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestReadObjectRefuses(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]error{
		"[]": ErrBodyShape, "null": ErrBodyShape, `"text"`: ErrBodyShape, "1": ErrBodyShape, "{": ErrBodyShape, "{} {}": ErrBodyShape,
		`{"a":}`: ErrBodyShape, "{'a':1}": ErrBodyShape, "\xef\xbb\xbf{}": ErrBodyShape, "{\"a\":\"\xff\"}": ErrBodyShape, "<html>": ErrBodyShape,
		strings.Repeat("[", 20000):                                    ErrBodyShape,
		`{"a":"` + strings.Repeat("x", 64<<10) + `"}`:                 ErrBodyTooLarge,
		strings.Repeat(" ", 64<<10) + "{}":                            ErrBodyTooLarge,
		`{"a":` + strings.Repeat(`{"a":`, 11000) + "1" + `}`:          ErrBodyShape,
		`{"a":"` + strings.Repeat("x", 64<<10-len(`{"a":""}`)):        ErrBodyShape,
		`{"a":"` + strings.Repeat("x", 64<<10-len(`{"a":""}`)) + `"}`: nil,
		"":         nil,
		" \n":      nil,
		"{}":       nil,
		"\t{\n}\n": nil,
	} {
		request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		if _, err := ReadObject(httptest.NewRecorder(), request); !errors.Is(err, want) {
			t.Errorf("%.20q: got %v, want %v", body, err, want)
		}
	}
}

func TestObjectFieldsMatchExactly(t *testing.T) {
	t.Parallel()
	object, err := ParseObject([]byte(`{"Name":"wrong","name":"right","number":5,"nothing":null}`))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := object.Text("name"); err != nil || *got != "right" {
		t.Errorf("got %v, %v", got, err)
	}
	for _, absent := range []string{"NAME", "nothing", ""} {
		if got, err := object.Text(absent); err != nil || got != nil {
			t.Errorf("%s: got %v, %v", absent, got, err)
		}
	}
	var wrong *WrongType
	if _, err := object.Text("number"); !errors.As(err, &wrong) || err.Error() != "number must be a string" {
		t.Errorf("got %v", err)
	}
	if !object.IsNull("nothing") || object.IsNull("absent") || object.IsNull("name") {
		t.Error("null is not told from absent")
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	echo := func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(r.Method + " " + r.PathValue("id")))
	}
	handler := Routes([]Route{
		{Method: "GET", Path: "/keys", Serve: echo},
		{Method: "POST", Path: "/keys", Serve: echo},
		{Method: "DELETE", Path: "/keys/{id}", Serve: echo},
		{Method: "POST", Path: "/keys/{id}/revoke", Serve: echo},
	}, func(w http.ResponseWriter, status int) { w.WriteHeader(status) })
	for request, want := range map[string]string{
		"GET /keys":                "200 GET ",
		"POST /keys?x=1":           "200 POST ",
		"DELETE /keys/a":           "200 DELETE a",
		"DELETE /keys/a%2Fb":       "200 DELETE a/b",
		"POST /keys/%2e%2e/revoke": "200 POST ..",
		"PUT /keys":                "405 GET, POST",
		"HEAD /keys":               "405 GET, POST",
		"GET /keys/a":              "405 DELETE",
		"DELETE /keys/":            "404 ",
		"DELETE /keys":             "405 GET, POST",
		"GET /keys/":               "404 ",
		"GET /":                    "404 ",
		"GET //keys":               "404 ",
		"POST /keys/a/b/revoke":    "404 ",
		"POST /keys/../revoke":     "200 POST ..",
		"GET /Keys":                "404 ",
	} {
		method, target, _ := strings.Cut(request, " ")
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(method, target, nil))
		got := fmt.Sprint(recorder.Code, " ", recorder.Header().Get("Allow"), recorder.Body)
		if got != want {
			t.Errorf("%s: got %q, want %q", request, got, want)
		}
	}
}
