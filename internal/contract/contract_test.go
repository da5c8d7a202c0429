package contract_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"keyctl/internal/contract"
)

const document = `{"swagger":"2.0","info":{"version":"1"},"consumes":["application/json"],"produces":["application/json"],"paths":{
 "/keys":{"get":{"parameters":[{"in":"query","name":"size","type":"integer","format":"int32"},
   {"in":"query","name":"period","type":"string","enum":["DAY","HOUR"]},
   {"in":"query","name":"ids","type":"array","items":{"type":"string"},"collectionFormat":"multi"}],
  "responses":{"200":{"schema":{"$ref":"#/definitions/Key"}},"default":{"schema":{"$ref":"#/definitions/Error"}}}}},
 "/keys/check":{"post":{"parameters":[{"in":"body","name":"body","required":true,"schema":{"type":"object"}}],
  "responses":{"200":{"schema":{"type":"object"}}}}},
 "/teams/{team}/keys/{id}":{"delete":{"parameters":[{"in":"path","name":"team","required":true,"type":"integer","format":"int32"},
   {"in":"path","name":"id","required":true,"type":"string"},{"in":"body","name":"body","required":true,"schema":{"$ref":"#/definitions/Key"}}],
  "responses":{"200":{"schema":{"$ref":"#/definitions/Key"}}}}}},
 "definitions":{"Error":{"type":"object","properties":{"message":{"type":"string"}}},
  "Key":{"type":"object","properties":{"quota":{"type":"string","format":"int64"},"used":{"type":"string","format":"uint64"},
   "total":{"type":"integer","format":"int64"},"made":{"type":"string","format":"date-time"},"kind":{"type":"string","enum":["A","B"]},
   "inner":{"type":"object","properties":{"name":{"type":"string"}}}}}}}`

func parse(t *testing.T) *contract.Contract {
	t.Helper()
	parsed, err := contract.Parse([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	want := []string{"DELETE /teams/{team}/keys/{id}", "GET /keys", "POST /keys/check"}
	if got := slices.Sorted(slices.Values(parse(t).Routes())); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	c := parse(t)
	body := func(request, body string) contract.Exchange {
		return contract.Exchange{Request: request, ContentType: "application/json", Body: body}
	}
	for _, right := range []contract.Exchange{
		{Request: "GET /keys"},
		{Request: "GET /keys?size=-1&period=DAY&ids=a&ids=b"},
		body("POST /keys/check", `{}`),
		body("DELETE /teams/7/keys/a%20b", `{}`),
		body("DELETE /teams/7/keys/a", `{"quota":"9223372036854775807","made":"2026-04-03T10:00:00.5Z","kind":"B","inner":{"name":"x"}}`),
	} {
		if err := c.CheckRequest(right); err != nil {
			t.Errorf("%+v: %v", right, err)
		}
	}
	for _, wrong := range []contract.Exchange{
		{Request: "GET /key"},
		{Request: "PUT /keys"},
		{Request: "GET /keys?Size=1"},
		{Request: "GET /keys?size=one"},
		{Request: "GET /keys?size=2147483648"},
		{Request: "GET /keys?period=day"},
		body("GET /keys", `{}`),
		{Request: "POST /keys/check"},
		{Request: "POST /keys/check", Body: `{}`},
		{Request: "POST /keys/check", ContentType: "text/plain", Body: `{}`},
		body("POST /keys/check", `null`),
		body("POST /keys/check", `[]`),
		body("POST /keys/check", `{"a":1}`),
		body("DELETE /teams/seven/keys/a", `{}`),
		body("DELETE /teams/7/keys/a", ``),
	} {
		if err := c.CheckRequest(wrong); err == nil {
			t.Errorf("%+v passes", wrong)
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	c := parse(t)
	check := func(status int, kind, answer string) error {
		return c.CheckAnswer(contract.Exchange{
			Request: "GET /keys", Status: status, Header: http.Header{"Content-Type": {kind}}, Answer: []byte(answer),
		})
	}
	for _, right := range []string{`{}`, `{"total":3,"quota":"-1","used":"18446744073709551615"}`, `{"inner":{}}`} {
		if err := check(200, "application/json", right); err != nil {
			t.Errorf("%s: %v", right, err)
		}
	}
	for _, wrong := range []string{
		``, `null`, `[]`, `{"other":1}`, `{"inner":{"other":1}}`, `{"Total":1}`, `{"total":"3"}`, `{"total":1.5}`, `{"quota":3}`, `{"quota":"x"}`,
		`{"quota":"9223372036854775808"}`, `{"used":"-1"}`, `{"made":"yesterday"}`, `{"made":null}`, `{"kind":"C"}`, `{"message":"x"}`,
	} {
		if check(200, "application/json", wrong) == nil {
			t.Errorf("%s passes", wrong)
		}
	}
	if err := check(404, "application/json", `{"message":"x"}`); err != nil {
		t.Error(err)
	}
	if check(404, "application/json", `{"error":"x"}`) == nil || check(200, "text/html", `{}`) == nil {
		t.Error("another member of a failure, or another content type, passes")
	}
	if c.CheckAnswer(contract.Exchange{Request: "POST /keys/check", Status: 404, Header: http.Header{}, Answer: []byte(`{}`)}) == nil {
		t.Error("a status that the contract hasn't passes")
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{``, `{`, `[]`, strings.Replace(document, `"#/definitions/Error"`, `"#/definitions/Other"`, 1)} {
		if _, err := contract.Parse([]byte(text)); err == nil {
			t.Errorf("%.40s is read", text)
		}
	}
	if _, err := contract.Load("no such file"); err == nil {
		t.Error("a file that isn't there is read")
	}
}
