package output

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"keyctl/client"
)

const sampleJSON = `[
{"profile":"work","console":"remotegpu","id":"k1","name":"ci-pipeline","prefix":"rg_","status":"active","scopes":["inference","kubernetes:all"],"created_at":"2026-03-01T10:00:00Z","expires_at":"2026-03-04T12:00:00Z","last_used_at":"2026-03-01T11:59:58.5Z","revoked_at":null,"unknown":[]},
{"profile":"work","console":"remotegpu","id":"k2","name":"日本語 鍵","prefix":null,"status":"revoked","scopes":[],"created_at":"2025-12-08T12:00:00Z","expires_at":null,"last_used_at":null,"revoked_at":"2026-02-26T12:00:00Z","unknown":[]},
{"profile":"work","console":"huddle01","id":"k3","name":"","prefix":null,"status":"disabled","scopes":null,"created_at":null,"expires_at":null,"last_used_at":null,"revoked_at":null,"unknown":["scopes","expires_at"]}
]
`

func TestJSON(t *testing.T) {
	t.Parallel()
	assertText(t, listed(t, Options{Format: "json"}, sampleRows()...), sampleJSON)
}

func TestJSONOnATerminal(t *testing.T) {
	t.Parallel()
	shown := listed(t, Options{Format: "json", Terminal: true}, sampleRows()[:2]...)
	assertText(t, shown, `[
  {
    "profile": "work",
    "console": "remotegpu",
    "id": "k1",
    "name": "ci-pipeline",
    "prefix": "rg_",
    "status": "active",
    "scopes": ["inference","kubernetes:all"],
    "created_at": "2026-03-01T10:00:00Z",
    "expires_at": "2026-03-04T12:00:00Z",
    "last_used_at": "2026-03-01T11:59:58.5Z",
    "revoked_at": null,
    "unknown": []
  },
  {
    "profile": "work",
    "console": "remotegpu",
    "id": "k2",
    "name": "日本語 鍵",
    "prefix": null,
    "status": "revoked",
    "scopes": [],
    "created_at": "2025-12-08T12:00:00Z",
    "expires_at": null,
    "last_used_at": null,
    "revoked_at": "2026-02-26T12:00:00Z",
    "unknown": []
  }
]
`)
}

func TestJSONWithoutRows(t *testing.T) {
	t.Parallel()
	for _, terminal := range []bool{false, true} {
		assertText(t, listed(t, Options{Format: "json", Terminal: terminal}), "[]\n")
		assertText(t, listed(t, Options{Format: "jsonl", Terminal: terminal}), "")
	}
}

func TestAbortedJSONParsesNowhere(t *testing.T) {
	t.Parallel()
	for count := range 4 {
		for _, terminal := range []bool{false, true} {
			text := aborted(t, Options{Format: "json", Terminal: terminal}, sampleRows()[:count]...)
			if text == "" || json.Valid([]byte(text)) {
				t.Errorf("%d rows look whole: %q", count, text)
			}
			if !json.Valid([]byte(text + "]")) {
				t.Errorf("%d rows are more than open: %q", count, text)
			}
		}
	}
}

func TestJSONLines(t *testing.T) {
	t.Parallel()
	text := aborted(t, Options{Format: "jsonl"}, sampleRows()[2])
	assertText(t, text, `{"profile":"work","console":"huddle01","id":"k3","name":"","prefix":null,"status":"disabled","scopes":null,"created_at":null,"expires_at":null,"last_used_at":null,"revoked_at":null,"unknown":["scopes","expires_at"]}`+"\n")
}

// decoded is the documented shape, written down once more.
type decoded struct {
	Profile    string     `json:"profile"     yaml:"profile"`
	Console    string     `json:"console"     yaml:"console"`
	ID         string     `json:"id"          yaml:"id"`
	Name       string     `json:"name"        yaml:"name"`
	Prefix     *string    `json:"prefix"      yaml:"prefix"`
	Status     string     `json:"status"      yaml:"status"`
	Scopes     *[]string  `json:"scopes"      yaml:"scopes"`
	CreatedAt  *time.Time `json:"created_at"  yaml:"created_at"`
	ExpiresAt  *time.Time `json:"expires_at"  yaml:"expires_at"`
	LastUsedAt *time.Time `json:"last_used_at" yaml:"last_used_at"`
	RevokedAt  *time.Time `json:"revoked_at"  yaml:"revoked_at"`
	Unknown    []string   `json:"unknown"     yaml:"unknown"`
	Secret     string     `json:"secret"      yaml:"secret"`
}

// hostileDecoded is what hostileRow has to decode to.
func hostileDecoded(text string) decoded {
	exact := string([]rune(text))
	want := decoded{
		Profile: exact, Console: exact, ID: exact, Name: exact, Prefix: &exact, Status: exact,
		Scopes: &[]string{exact, "inference"}, Unknown: []string{exact},
	}
	if exact == "" {
		want.Prefix = nil
	}
	return want
}

func TestJSONDecodesToTheExactValues(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		for _, terminal := range []bool{false, true} {
			var got []decoded
			if err := json.Unmarshal([]byte(listed(t, Options{Format: "json", Terminal: terminal}, hostileRow(text))), &got); err != nil {
				t.Errorf("%q: %v", text, err)
			}
			if diff := cmp.Diff([]decoded{hostileDecoded(text)}, got); diff != "" {
				t.Error(diff)
			}
		}
	}
}

func TestJSONEscapesBeyondTheBasicPlane(t *testing.T) {
	t.Parallel()
	assertText(t, string(appendString(nil, "a\U000e0041🚀\u009b\u202e\x7f\xff\"\\/<")),
		`"a\udb40\udc41🚀\u009b\u202e\u007f\ufffd\"\\/<"`)
}

func TestJSONTimesAreUTC(t *testing.T) {
	t.Parallel()
	row := Row{Key: client.Key{CreatedAt: time.Date(2026, 1, 1, 1, 0, 0, 7, time.FixedZone("", 7200))}}
	var got decoded
	if err := json.Unmarshal(appendRow(nil, &row), &got); err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2025, 12, 31, 23, 0, 0, 7, time.UTC); *got.CreatedAt != want {
		t.Errorf("got %v, want %v", got.CreatedAt, want)
	}
}

func FuzzJSONString(f *testing.F) {
	for _, text := range hostileTexts() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		encoded := appendString(nil, text)
		var got string
		if err := json.Unmarshal(encoded, &got); err != nil {
			t.Fatalf("%s: %v", encoded, err)
		}
		if want := string([]rune(text)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if !utf8.Valid(encoded) || bytes.ContainsFunc(encoded, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }) {
			t.Errorf("not safe: %q", encoded)
		}
	})
}
