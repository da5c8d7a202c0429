package huddle01

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

const secret = "mk_4929de1f505b514f84988e4992cd23da7e6a89d3fc3d96a6518b47b05da8f8df"

func at(text string) time.Time {
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return moment.UTC()
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func list(text string) ([]client.Key, error) {
	var listed []client.Key
	cursor, err := keys(client.Wish{}, strings.NewReader(text), func(key client.Key) bool {
		listed = append(listed, key)
		return true
	})
	if cursor != "" {
		return nil, errors.New("there are no pages")
	}
	return listed, err
}

func TestListsAreReadAsDocumented(t *testing.T) {
	t.Parallel()
	short := client.Key{ID: "ak_abc123", Name: "ci-pipeline", Prefix: "mk_4929de1f", Status: client.Active, CreatedAt: at("2026-04-03T10:00:00Z")}
	long := client.Key{ID: "0b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b", Name: "default", Prefix: "mk_9f8e7d", Status: client.Active, CreatedAt: at("2026-04-03T10:00:00Z")}
	moved := short
	moved.Name, moved.CreatedAt = "CI/CD Pipeline", at("2026-04-04T10:30:00Z")
	for file, want := range map[string][]client.Key{
		"list.response.json":       {short},
		"list-uuid.response.json":  {long, moved},
		"list-empty.response.json": nil,
	} {
		got, err := list(string(read(t, file)))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", file, err, diff)
		}
	}
}

func TestCreatesAreReadAsDocumented(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]struct {
		secret string
		key    client.Key
	}{
		"create.response.json": {secret, client.Key{
			ID: "ak_abc123", Name: "ci-pipeline", Prefix: "mk_4929de1f", Status: client.Active, CreatedAt: at("2026-04-03T10:00:00Z"),
		}},
		"create-uuid.response.json": {"mk_9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0", client.Key{
			ID: "0b7f6a52-3c1d-4e8f-9a2b-5d6c7e8f9a0b", Name: "default", Prefix: "mk_9f8e7d", Status: client.Active, CreatedAt: at("2026-04-03T10:00:00Z"),
		}},
	} {
		got, err := created(read(t, file))
		if diff := cmp.Diff(want.key, got.Key); err != nil || diff != "" || got.Secret.Reveal() != want.secret {
			t.Errorf("%s: %v, secret %q\n%s", file, err, got.Secret.Reveal(), diff)
		}
	}
}

func TestAListThatIsNotOneIsAnError(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		``:                                     "empty",
		" \n":                                  "empty",
		`null`:                                 "neither",
		`{}`:                                   "no list",
		`{"code":"OK"}`:                        "no list",
		`{"code":"OK","data":null}`:            "not a list",
		`{"code":"OK","data":{}}`:              "not a list",
		`{"code":"OK","data":"x"}`:             "not a list",
		`{"code":"OK","data":[],"data":[]}`:    "two lists",
		`{"code":"OK","data":[]`:               "cut short",
		`{"code":"OK","data":[{"id":"a"}`:      "cut short",
		`{"code":"OK","data":[]}x`:             "not JSON",
		`{"code":"OK","data":[]}[]`:            "behind its end",
		`{"code":"OK","data":[{}]}`:            "no id",
		`{"code":"OK","data":[{"name":"x"}]}`:  "no id",
		`{"code":"OK","data":[null]}`:          "no id",
		`{"code":"OK","data":[{"id":7}]}`:      "wrong type",
		`{"code":"OK","data":["ak_abc123"]}`:   "wrong type",
		`{"code":"FORBIDDEN","error":"no"}`:    "no list",
		`{"data":[],"error":"no"}`:             `its code is "" "no"`,
		`{"data":[],"code":"FORBIDDEN"}`:       `its code is "FORBIDDEN"`,
		`{"code":"ERROR","data":[{"id":"a"}]}`: `its code is "ERROR"`,
		`{"code":7,"data":[]}`:                 "",
		`<html>`:                               "web page",
		`{"code":"OK","data":[{"id":"a","created_at":7}]}`:           "not a string",
		`{"code":"OK","data":[{"id":"a","created_at":"yesterday"}]}`: "cannot be read",
		`{"code":"\u001b[2J","data":[]}`:                             `\u001b`,
	} {
		if _, err := list(text); err == nil || !strings.Contains(err.Error(), want) || safetext.Printable(err.Error()) != err.Error() {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

// TestASecretIsFoundInAnyWrapping because it is told only once.
func TestASecretIsFoundInAnyWrapping(t *testing.T) {
	t.Parallel()
	record := `{"id":"ak_abc123","name":"ci","prefix":"mk_4929de1f...","secret":"` + secret + `"}`
	for name, text := range map[string]string{
		"bare":                  record,
		"data":                  `{"code":"OK","data":` + record + `}`,
		"key":                   `{"key":` + record + `}`,
		"beside":                `{"secret":"` + secret + `","data":{"id":"ak_abc123","name":"ci","prefix":"mk_4929de1f"}}`,
		"another name":          strings.Replace(record, `"secret"`, `"value"`, 1),
		"the older API's name":  strings.Replace(record, `"secret"`, `"api_key"`, 1),
		"a wrong time after it": strings.Replace(record, `}`, `,"created_at":7}`, 1),
		"no envelope's end":     `{"code":"OK","data":` + record,
	} {
		got, err := created([]byte(text))
		if got.Secret.Reveal() != secret || got.Key.ID != "ak_abc123" || got.Key.Name != "ci" || (err != nil) != (name == "no envelope's end") {
			t.Errorf("%s: got %q, %+v, %v", name, got.Secret.Reveal(), got.Key, err)
		}
	}
}

func TestAnAnswerWithoutASecretKeepsTheID(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"code":"OK","data":{"id":"ak_abc123","name":"ci"}}`,
		`{"code":"OK","data":{"id":"ak_abc123","secret":null}}`,
		`{"code":"OK","data":{"id":"ak_abc123","secret":""}}`,
		`{"code":"OK","data":{"id":"ak_abc123","secret":"mk_4929de1f..."}}`,
		`{"code":"OK","data":{"id":"ak_abc123","secret":"mk_****************"}}`,
		`{"code":"OK","data":{"id":"ak_abc123","prefix":"mk_4929de1f505b514f"}}`,
		`{"code":"OK","data":{"id":"ak_abc123","secret":["` + secret[:10] + `"]}}`,
		`{"code":"OK","data":{"id":"ak_abc123","secr`,
		`{"code":"OK","data":{"id":"ak_abc123","secret":"mk_4929de1f505b514f8498`,
	} {
		got, err := created([]byte(text))
		if err == nil || !got.Secret.IsZero() || got.Key.ID != "ak_abc123" {
			t.Errorf("%s: got %q, %q, %v", text, got.Key.ID, got.Secret.Reveal(), err)
		}
	}
}

func TestFailuresAreToldInTheConsolesWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		string(read(t, "limit.409.response.json")):                      "API key limit reached",
		string(read(t, "refused-bad-body.400.response.json")):           "Invalid request body",
		string(read(t, "refused-unknown-key.404.response.json")):        "API key not found",
		string(read(t, "refused-unknown-credential.401.response.json")): "Missing or invalid API key",
		`{"code":"BAD_REQUEST","error":""}`:                             "BAD_REQUEST",
		`{"code":"BAD_REQUEST"}`:                                        "BAD_REQUEST",
		`{"code":"BAD_REQUEST","error":{"message":"x"}}`:                "",
		`<html>`: "", ``: "", `[]`: "", `7`: "", `null`: "", `{}`: "", `{"code":"BAD`: "",
	} {
		if got := failure(400, []byte(text)); got != (client.Failure{Message: want}) {
			t.Errorf("%s: got %+v, want %q", text, got, want)
		}
	}
}

func TestWhatIsMissingIsRefusedBeforeARequest(t *testing.T) {
	t.Parallel()
	dialect := New()
	expiry := client.Expiry{At: time.Now().Add(time.Hour)}
	for name, err := range map[string]error{
		"rename":          dialect.CheckChange(client.VerbRename, client.Draft{Name: "x"}),
		"expire":          dialect.CheckChange(client.VerbExpire, client.Draft{Expiry: expiry}),
		"scope":           dialect.CheckChange(client.VerbScope, client.Draft{Scopes: []client.Scope{"all"}}),
		"scoped create":   dialect.CheckDraft(client.Draft{Name: "x", Scopes: []client.Scope{"all"}}),
		"expiring create": dialect.CheckDraft(client.Draft{Name: "x", Expiry: expiry}),
		"endless create":  dialect.CheckDraft(client.Draft{Name: "x", Expiry: client.Expiry{Never: true}}),
	} {
		e, _ := errors.AsType[*errs.Error](err)
		if e == nil || e.Kind != errs.Unsupported || e.Hint != "huddle01 offers: create, list, show, revoke, verify" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, name := range []string{"", " ", strings.Repeat("x", 65), "a\x1b[2J"} {
		if err := dialect.CheckDraft(client.Draft{Name: name}); errs.KindOf(err) != errs.Usage {
			t.Errorf("%q: got %v", name, err)
		}
	}
}

func FuzzList(f *testing.F) {
	for _, file := range []string{"list.response.json", "list-uuid.response.json", "list-empty.response.json"} {
		f.Add(string(read(f, file)))
	}
	f.Add(`{"code":"OK","data":[{"id":"a"}`)
	f.Fuzz(func(t *testing.T, text string) {
		listed, err := list(text)
		for _, key := range listed {
			if key.ID == "" || key.Status != client.Active || len(key.Prefix) > 24 || !key.CreatedAt.Equal(key.CreatedAt.UTC()) {
				t.Errorf("%q gave %+v", text, key)
			}
		}
		if err == nil && !strings.HasSuffix(strings.TrimRight(text, " \t\r\n"), "}") {
			t.Errorf("%q was taken for a whole list", text)
		}
	})
}

func FuzzCreated(f *testing.F) {
	f.Add(string(read(f, "create.response.json")))
	f.Add(string(read(f, "create-uuid.response.json")))
	f.Add(`{"secret":"` + secret)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := created([]byte(text))
		found := got.Secret.Reveal()
		if err == nil && len(found) < 16 || strings.Contains(found, "...") || strings.ContainsAny(found, " \n\x1b") || got.Key.Prefix != "" && found == got.Key.Prefix {
			t.Errorf("%q gave %q, %+v, %v", text, found, got.Key, err)
		}
	})
}
