package output

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

func shownKey(t *testing.T, o Options, row Row) string {
	t.Helper()
	var text bytes.Buffer
	if err := WriteKey(&text, o, row); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// once counts how often it is written to.
type once struct {
	bytes.Buffer
	writes int
}

func (o *once) Write(text []byte) (int, error) {
	o.writes++
	return o.Buffer.Write(text)
}

func shownCreated(t *testing.T, o Options, secret string) string {
	t.Helper()
	var text once
	if err := WriteCreated(&text, o, sampleRows()[0], secrets.New(secret)); err != nil {
		t.Fatal(err)
	}
	if text.writes != 1 {
		t.Errorf("%s took %d writes", o.Format, text.writes)
	}
	return text.String()
}

const sampleFields = `name       ci-pipeline
id         k1
prefix     rg_
status     active
scopes     inference,kubernetes:all
expires    2026-03-04T12:00:00Z
created    2026-03-01T10:00:00Z
last used  2026-03-01T11:59:58Z
revoked    -
profile    work
console    remotegpu
`

func TestKeyAsFields(t *testing.T) {
	t.Parallel()
	assertText(t, shownKey(t, Options{}, sampleRows()[0]), sampleFields)
	assertText(t, shownKey(t, Options{Format: "wide"}, sampleRows()[0]), sampleFields)
	assertText(t, shownKey(t, Options{Terminal: true, Now: now, Columns: []string{"created", "expires"}}, sampleRows()[0]),
		"created    2026-03-01T10:00:00Z (2 hours ago)\nexpires    2026-03-04T12:00:00Z (in 3 days)\n")
	assertText(t, shownKey(t, Options{Columns: []string{"expires"}, NoHeader: true}, sampleRows()[1]), "never\n")
	assertText(t, shownKey(t, Options{Columns: []string{"expires"}, NoHeader: true}, sampleRows()[2]), "-\n")
}

func TestKeyInColor(t *testing.T) {
	t.Parallel()
	shown := shownKey(t, Options{Terminal: true, Color: true, Now: now, Columns: []string{"id", "status"}}, sampleRows()[1])
	assertText(t, shown, "\x1b[1mid\x1b[0m         \x1b[2mk2\x1b[0m\n\x1b[1mstatus\x1b[0m     \x1b[31mrevoked\x1b[0m\n")
}

func TestKeyInTheOtherFormats(t *testing.T) {
	t.Parallel()
	row := sampleRows()[2]
	object := `{"profile":"work","console":"huddle01","id":"k3","name":"","prefix":null,"status":"disabled","scopes":null,"created_at":null,"expires_at":null,"last_used_at":null,"revoked_at":null,"unknown":["scopes","expires_at"],"details":{}}` + "\n"
	for o, want := range map[*Options]string{
		{Format: "json"}:      object,
		{Format: "jsonl"}:     object,
		{Format: "name"}:      "\n",
		{JQ: ".id, .unknown"}: "k3\n[\"scopes\",\"expires_at\"]\n",
		{Format: "tsv"}:       strings.ReplaceAll(csvHeader, ",", "\t") + "work\thuddle01\tk3\t\t\tdisabled\t\t\t\t\t\tscopes,expires_at\n",
		{Format: "csv"}:       csvHeader + "work,huddle01,k3,,,disabled,,,,,,\"scopes,expires_at\"\n",
		{Format: "csv", NoHeader: true, Columns: []string{"id"}}: "k3\n",
		{Format: "yaml"}: `profile: work
console: huddle01
id: k3
name: ""
prefix: null
status: disabled
scopes: null
created_at: null
expires_at: null
last_used_at: null
revoked_at: null
unknown:
  - scopes
  - expires_at
details: {}
`,
	} {
		assertText(t, shownKey(t, *o, row), want)
	}
}

func TestCreated(t *testing.T) {
	t.Parallel()
	assertText(t, shownCreated(t, Options{}, "rg_s3cret"), sampleFields+"secret     rg_s3cret\n")
	assertText(t, shownCreated(t, Options{Format: "secret"}, "rg_s3cret"), "rg_s3cret\n")
	assertText(t, shownCreated(t, Options{Format: "secret", Terminal: true, Color: true}, "rg_s3cret"), "rg_s3cret\n")
	assertText(t, shownCreated(t, Options{Format: "json"}, "rg_s3cret"),
		`{"profile":"work","console":"remotegpu","id":"k1","name":"ci-pipeline","prefix":"rg_","status":"active","scopes":["inference","kubernetes:all"],"created_at":"2026-03-01T10:00:00Z","expires_at":"2026-03-04T12:00:00Z","last_used_at":"2026-03-01T11:59:58.5Z","revoked_at":null,"unknown":[],"secret":"rg_s3cret"}`+"\n")
	terminal := shownCreated(t, Options{Terminal: true, Now: now}, "rg_s3cret")
	if !strings.HasSuffix(terminal, "\nconsole    remotegpu\nsecret     rg_s3cret\n") {
		t.Error(terminal)
	}
}

func TestSecretStaysExact(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		exact := string([]rune(text))
		assertText(t, shownCreated(t, Options{Format: "secret"}, text), text+"\n")
		var fromJSON, fromYAML decoded
		if err := json.Unmarshal([]byte(shownCreated(t, Options{Format: "json"}, text)), &fromJSON); err != nil {
			t.Error(err)
		}
		if err := yaml.Unmarshal([]byte(shownCreated(t, Options{Format: "yaml"}, text)), &fromYAML); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{exact, exact}, []string{fromJSON.Secret, fromYAML.Secret}); diff != "" {
			t.Error(diff)
		}
	}
}

func TestNothingButWriteCreatedHoldsASecret(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		shown := shownKey(t, Options{Format: format}, sampleRows()[0]) + listed(t, Options{Format: format}, sampleRows()...)
		if strings.Contains(strings.ToLower(shown), "secret") {
			t.Errorf("%s mentions a secret:\n%s", format, shown)
		}
	}
}

func TestRefusedOptionsWriteNothing(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	for _, format := range []string{"name", "csv", "tsv", "wide", "jsonl", "xml"} {
		if err := WriteCreated(&text, Options{Format: format}, sampleRows()[0], secrets.New("s")); errs.KindOf(err) != errs.Usage {
			t.Errorf("%s: %v", format, err)
		}
	}
	if err := WriteKey(&text, Options{Format: "secret"}, sampleRows()[0]); errs.KindOf(err) != errs.Usage {
		t.Error(err)
	}
	if _, err := NewList(&text, Options{Format: "xml"}); errs.KindOf(err) != errs.Usage {
		t.Error(err)
	}
	assertText(t, text.String(), "")
}
