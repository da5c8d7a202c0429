package output

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"keyctl/client"
)

func TestYAML(t *testing.T) {
	t.Parallel()
	rows := sampleRows()
	rows[2].Key.Name = "a\u202eb\U000e0041\x1b\n"
	assertText(t, listed(t, Options{Format: "yaml"}, rows[0], rows[2]), `- profile: work
  console: remotegpu
  id: k1
  name: ci-pipeline
  prefix: rg_
  status: active
  scopes:
    - inference
    - kubernetes:all
  created_at: "2026-03-01T10:00:00Z"
  expires_at: "2026-03-04T12:00:00Z"
  last_used_at: "2026-03-01T11:59:58.5Z"
  revoked_at: null
  unknown: []
- profile: work
  console: huddle01
  id: k3
  name: "a\u202eb\U000E0041\e\n"
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
`)
}

func TestYAMLWithoutRows(t *testing.T) {
	t.Parallel()
	assertText(t, listed(t, Options{Format: "yaml"}), "[]\n")
	assertText(t, aborted(t, Options{Format: "yaml"}, sampleRows()...), "")
}

func TestYAMLDecodesToTheExactValues(t *testing.T) {
	t.Parallel()
	var rows []Row
	var want []decoded
	for len(rows) < 2*sequenceChunk {
		for _, text := range hostileTexts() {
			rows, want = append(rows, hostileRow(text)), append(want, hostileDecoded(text))
		}
	}
	var got []decoded
	if err := yaml.Unmarshal([]byte(listed(t, Options{Format: "yaml"}, rows...)), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestYAMLQuotesOldBooleans(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"yes", "no", "on", "off", "y", "null", "1e3", "012"} {
		text, err := marshalYAML(newDocument(&Row{Key: client.Key{Name: word}}))
		if err != nil {
			t.Fatal(err)
		}
		if want := `name: "` + word + `"`; !strings.Contains(string(text), want) {
			t.Errorf("want %s in\n%s", want, text)
		}
	}
}

func FuzzYAML(f *testing.F) {
	for _, text := range hostileTexts() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		encoded, err := marshalYAML(newDocument(&Row{Key: client.Key{Name: text}}))
		if err != nil {
			t.Fatal(err)
		}
		var got decoded
		if err := yaml.Unmarshal(encoded, &got); err != nil {
			t.Fatalf("%s: %v", encoded, err)
		}
		if want := string([]rune(text)); got.Name != want {
			t.Errorf("got %q, want %q", got.Name, want)
		}
		assertSafe(t, string(encoded), "\n")
	})
}
