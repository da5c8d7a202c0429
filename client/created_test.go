package client

import (
	"strings"
	"testing"
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

func TestAPrefixNeverHoldsASecret(t *testing.T) {
	t.Parallel()
	for shown, want := range map[string]string{
		"mk_4929de1f...": "mk_4929de1f", "mk_9f8e7d": "mk_9f8e7d", "mk_4929…": "mk_4929", "mk_49••••": "mk_49", "sk-****": "sk-",
		"": "", "...": "", testSecret: testSecret[:12], strings.Repeat("é", 20): "éééééé",
		testSecret[:15]: testSecret[:15], testSecret[:16]: testSecret[:12], testSecret[:24]: testSecret[:12], testSecret[:24] + "...": testSecret[:24], testSecret[:25] + "...": testSecret[:12],
	} {
		if got := PublicPrefix(shown); got != want {
			t.Errorf("%q: got %q, want %q", shown, got, want)
		}
	}
}

func TestAPrefixLeavesOutTheOwnKeyOnlyWhenItTellsSo(t *testing.T) {
	t.Parallel()
	for shown, want := range map[string]bool{
		testLogin[:8]: true, testLogin[:4]: true, testLogin: true, testLogin[:8] + "...": true, testLogin[:8] + "…" + testLogin[len(testLogin)-4:]: true,
		"": true, "tk_": true, "tk_...": true, "...": true, "… ...": true, testLogin + "x": true, testLogin[:10] + "xxxx": true, testLogin[3:10]: true,
		"tk_..." + testLogin[len(testLogin)-4:]: true, "****" + testLogin[len(testLogin)-4:]: true,
		testLogin[:8] + "●●●●": true, "●●●●" + testLogin[len(testLogin)-4:]: true, "tk_•••• " + testLogin[len(testLogin)-4:]: true, testLogin[:10] + "____": true,
		"tk_other": false, testLogin[:8] + "...zzzz": false, "●●●●zzzz": false, "****zzzz": false, "k_lo": false, "TK_LOGIN": false,
	} {
		if got := mayBe(testLogin, shown, testPrefix); got != want {
			t.Errorf("%q: got %v", shown, got)
		}
	}
	c := newClient(t, Settings{Base: "https://console.example/v1"})
	if !c.IsSelf(Key{Prefix: testLogin[:9]}) || !c.IsSelf(Key{}) || c.IsSelf(Key{Prefix: "tk_other"}) || mayBe("session", "", testPrefix) {
		t.Error("the own key is told wrongly")
	}
}
