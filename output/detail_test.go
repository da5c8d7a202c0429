package output

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"keyctl/client"
	"keyctl/internal/secrets"
)

// detailed is a key with a detail of each type, and of each nothing.
func detailed() Row {
	row := sampleRows()[0]
	row.Key.Quota = &client.Quota{Limit: 100000}
	row.Key.Details = []client.Detail{
		{Name: "owner", Value: "ada"},
		{Name: "workspace_administrator", Value: true},
		{Name: "used_quota", Value: int64(math.MaxInt64)},
		{Name: "updated_at", Value: now.Add(-time.Hour)},
		{Name: "models", Value: []string{"a", "b c"}},
		{Name: "note", Value: ""},
		{Name: "never_at", Value: time.Time{}},
		{Name: "none", Value: []string{}},
		{Name: "nothing", Value: nil},
	}
	return row
}

func TestDetailsAsFields(t *testing.T) {
	t.Parallel()
	const details = `console                  remotegpu
quota                    100000
owner                    ada
workspace administrator  true
used quota               9223372036854775807
updated at               2026-03-01T11:00:00Z
models                   a,b c
note                     -
never at                 -
none                     -
nothing                  -
`
	shown := shownKey(t, Options{}, detailed())
	if !strings.HasPrefix(shown, "name                     ci-pipeline\n") || !strings.HasSuffix(shown, "\n"+details) {
		t.Errorf("got\n%s", shown)
	}
	for line := range strings.Lines(shown) {
		if line[23:25] != "  " || line[25] == ' ' {
			t.Errorf("%q is not aligned", line)
		}
	}
	assertText(t, shownKey(t, Options{Format: "wide"}, detailed()), shown)
	assertText(t, shownKey(t, Options{Columns: []string{"id"}}, detailed()), "id         k1\n")
	onTerminal := shownKey(t, Options{Terminal: true, Color: true, Now: now}, detailed())
	if !strings.Contains(onTerminal, "\x1b[1mupdated at\x1b[0m               2026-03-01T11:00:00Z (1 hour ago)\n") {
		t.Errorf("a terminal gets %q", onTerminal)
	}
	bare := shownKey(t, Options{NoHeader: true}, detailed())
	if !strings.HasSuffix(bare, "\n100000\nada\ntrue\n9223372036854775807\n2026-03-01T11:00:00Z\na,b c\n-\n-\n-\n-\n") {
		t.Errorf("without labels: %q", bare)
	}
}

func TestDetailsAsJSON(t *testing.T) {
	t.Parallel()
	const details = `"unknown":[],"details":{"quota":100000,"owner":"ada","workspace_administrator":true,"used_quota":9223372036854775807,` +
		`"updated_at":"2026-03-01T11:00:00Z","models":["a","b c"],"note":null,"never_at":null,"none":[],"nothing":null}}` + "\n"
	for _, format := range []string{"json", "jsonl"} {
		if shown := shownKey(t, Options{Format: format}, detailed()); !strings.HasSuffix(shown, details) {
			t.Errorf("%s: got %s", format, shown)
		}
	}
	pretty := shownKey(t, Options{Format: "json", Terminal: true}, detailed())
	if !strings.Contains(pretty, "\n  \"details\": {\n    \"quota\": 100000,\n    \"owner\": \"ada\",\n") || !strings.HasSuffix(pretty, "\n    \"nothing\": null\n  }\n}\n") {
		t.Errorf("a terminal gets %s", pretty)
	}
	var spaced, compact bytes.Buffer
	if err := json.Compact(&spaced, []byte(pretty)); err != nil {
		t.Fatal(err)
	}
	compact.WriteString(shownKey(t, Options{Format: "json"}, detailed()))
	assertText(t, spaced.String()+"\n", compact.String())
}

func TestDetailsInJQ(t *testing.T) {
	t.Parallel()
	assertText(t, shownKey(t, Options{JQ: ".details | .quota, .used_quota, .models[1], .updated_at, .note, (.quota > 99999)"}, detailed()),
		"100000\n9223372036854775807\nb c\n2026-03-01T11:00:00Z\nnull\ntrue\n")
	assertText(t, shownKey(t, Options{JQ: ".details"}, sampleRows()[1]), "{}\n")
	unlimited := sampleRows()[0]
	unlimited.Key.Quota = &client.Quota{Unlimited: true}
	assertText(t, shownKey(t, Options{JQ: ".details.quota"}, unlimited), "unlimited\n")
	forged := sampleRows()[0]
	forged.Key.Details = []client.Detail{{Name: "owner", Value: "a\nb\tc"}, {Name: "list", Value: []string{"a\nb"}}}
	assertText(t, shownKey(t, Options{JQ: ".details.owner, .details.list[]"}, forged), "a\\nb\\tc\na\\nb\n")
}

func TestDetailsAsYAML(t *testing.T) {
	t.Parallel()
	shown := shownKey(t, Options{Format: "yaml"}, detailed())
	_, details, _ := strings.Cut(shown, "unknown: []\n")
	assertText(t, details, `details:
  quota: 100000
  owner: ada
  workspace_administrator: true
  used_quota: 9223372036854775807
  updated_at: "2026-03-01T11:00:00Z"
  models:
    - a
    - b c
  note: null
  never_at: null
  none: []
  nothing: null
`)
}

// A list, and a new key, keep the one shape that all consoles share.
func TestNoDetailsElsewhere(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		if list := listed(t, Options{Format: format}, detailed()); strings.Contains(list, "ada") || strings.Contains(list, "details") {
			t.Errorf("%s: %s", format, list)
		}
	}
	if list := listed(t, Options{JQ: ".[]|has(\"details\")"}, detailed()); list != "false\n" {
		t.Errorf("jq sees %s", list)
	}
	for _, format := range []string{"csv", "tsv", "name"} {
		if shown := shownKey(t, Options{Format: format}, detailed()); strings.Contains(shown, "ada") {
			t.Errorf("%s: %s", format, shown)
		}
	}
	for _, format := range CreatedFormats() {
		var text bytes.Buffer
		if err := WriteCreated(&text, Options{Format: format}, detailed(), secrets.New("rg_s3cret")); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(text.String(), "ada") || strings.Contains(text.String(), "details") {
			t.Errorf("%s of a new key: %s", format, text.String())
		}
	}
}

func TestHostileDetails(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		row := sampleRows()[0]
		row.Key.Details = []client.Detail{{Name: "owner", Value: text}, {Name: "models", Value: []string{text, "b"}}, {Name: text, Value: true}}
		for _, format := range Formats() {
			allowed := "\n"
			if format == "tsv" {
				allowed = "\n\t"
			}
			shown := shownKey(t, Options{Format: format, Terminal: true, Now: now}, row)
			assertSafe(t, shown, allowed)
			if lines := strings.Count(shown, "\n"); format == "table" && lines != 14 {
				t.Errorf("%q makes %d lines", text, lines)
			}
		}
		assertSafe(t, shownKey(t, Options{JQ: ".details"}, row), "\n")
		if text == "owner" || text == "models" || text == "null" || text == "" {
			continue
		}
		var object, document struct {
			Details map[string]any
		}
		if err := json.Unmarshal([]byte(shownKey(t, Options{Format: "json"}, row)), &object); err != nil || object.Details["owner"] != valid(text) {
			t.Errorf("%q is %v in JSON: %v", text, object.Details, err)
		}
		if err := yaml.Unmarshal([]byte(shownKey(t, Options{Format: "yaml"}, row)), &document); err != nil || document.Details["owner"] != valid(text) {
			t.Errorf("%q is %v in YAML: %v", text, document.Details, err)
		}
	}
}
