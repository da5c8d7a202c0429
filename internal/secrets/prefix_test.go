package secrets

import (
	"strings"
	"testing"
)

func TestAPrefixNeverHoldsASecret(t *testing.T) {
	t.Parallel()
	for shown, want := range map[string]string{
		"mk_4929de1f...": "mk_4929de1f", "mk_9f8e7d": "mk_9f8e7d", "mk_4929…": "mk_4929", "mk_49••••": "mk_49", "sk-****": "sk-",
		"": "", "...": "", sampleSecret: sampleSecret[:12], strings.Repeat("é", 20): "éééééé",
		sampleSecret[:15]: sampleSecret[:15], sampleSecret[:16]: sampleSecret[:12], sampleSecret[:24]: sampleSecret[:12], sampleSecret[:24] + "...": sampleSecret[:24], sampleSecret[:25] + "...": sampleSecret[:12],
	} {
		if got := PublicPrefix(shown); got != want {
			t.Errorf("%q: got %q, want %q", shown, got, want)
		}
	}
}

func TestAPrefixLeavesOutTheOwnKeyOnlyWhenItTellsSo(t *testing.T) {
	t.Parallel()
	const own = "tk_login-of-the-account-itself"
	for shown, want := range map[string]bool{
		own[:8]: true, own[:4]: true, own: true, own[:8] + "...": true, own[:8] + "…" + own[len(own)-4:]: true,
		"": true, "tk_": true, "tk_...": true, "...": true, "… ...": true, own + "x": true, own[:10] + "xxxx": true, own[3:10]: true,
		"tk_..." + own[len(own)-4:]: true, "****" + own[len(own)-4:]: true,
		own[:8] + "●●●●": true, "●●●●" + own[len(own)-4:]: true, "tk_•••• " + own[len(own)-4:]: true, own[:10] + "____": true,
		"tk_other": false, own[:8] + "...zzzz": false, "●●●●zzzz": false, "****zzzz": false, "k_lo": false, "TK_LOGIN": false,
	} {
		if got := MayBe(New(own), shown, "tk_"); got != want {
			t.Errorf("%q: got %v", shown, got)
		}
	}
	if MayBe(New("session"), "", "tk_") {
		t.Error("a session is taken for a key")
	}
}

func TestTellsHowMuchOfASecretIsShown(t *testing.T) {
	t.Parallel()
	const secret = "tk_0123456789abcdef"
	for shown, want := range map[string]struct {
		told int
		ok   bool
	}{
		"":                      {0, true},
		"tk_":                   {0, true},
		"t":                     {0, true},
		"tk_...":                {0, true},
		"tk_0123":               {4, true},
		" tk_0123... ":          {4, true},
		"tk_01***ef":            {4, true},
		"tk_01•••• ef":          {4, true},
		"********cdef":          {4, true},
		"****tk_0123456789abcd": {0, false},
		"tk_0123456789abcdef":   {16, true},
		"****0123456789abcdef":  {16, true},
		"*" + secret:            {16, true},
		"tk_0123456789…9abcdef": {0, false}, // more than there is
		"tk_1":                  {0, false},
		"tk_0123...0":           {0, false},
		"0123":                  {0, false},
		"tk_01..45..ef":         {0, false},
		secret + "0":            {0, false},
	} {
		if told, ok := Tells(New(secret), shown, "tk_"); told != want.told || ok != want.ok {
			t.Errorf("%q: got %d, %t", shown, told, ok)
		}
	}
	if told, ok := Tells(New("foreign"), "for…", "tk_"); told != 3 || !ok {
		t.Errorf("got %d, %t", told, ok)
	}
}

func FuzzTells(f *testing.F) {
	f.Add(sampleSecret, "tk_0123...", "tk_")
	f.Add(sampleSecret, "****cdef", "")
	f.Add("tk_", "t…k_", "tk_")
	f.Fuzz(func(t *testing.T, secret, shown, constant string) {
		told, ok := Tells(New(secret), shown, constant)
		if told < 0 || told > len(secret) || !ok && told != 0 {
			t.Errorf("got %d, %t", told, ok)
		}
		own := !strings.ContainsAny(secret, MaskCharacters) && strings.TrimSpace(secret) == secret
		cut := len(shown) % (len(secret) + 1)
		if told, ok := Tells(New(secret), secret[:cut]+"...", ""); own && (!ok || told != cut && strings.TrimSpace(secret[:cut]) == secret[:cut]) {
			t.Errorf("%q of its own: got %d, %t", secret[:cut], told, ok)
		}
		if ok && shown != "" && !strings.ContainsAny(shown, MaskCharacters) && !strings.HasPrefix(secret, strings.TrimSpace(shown)) {
			t.Errorf("%q is taken for %q", shown, secret)
		}
	})
}

func TestAMaskShowsNoMoreThanAList(t *testing.T) {
	t.Parallel()
	hex := strings.Repeat("0123456789abcdef", 4)
	for text, want := range map[string]string{
		"mk_" + hex:                       "mk_01234567…",
		"mk_0123456789":                   "…",
		"mk_":                             "…",
		"":                                "…",
		"rgpu_" + hex:                     "rgpu…",
		"eyJhbGciOiJIUzI1NiJ9.e30.abcdef": "eyJh…",
		"short":                           "…",
		"cookie:access_token=" + hex:      "cookie:access_token=…",
		"cookie:" + hex:                   "cook…",
	} {
		if got := Mask(New(text), "mk_"); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	if got := Mask(New("mk_"+hex), ""); got != "mk_0…" {
		t.Errorf("without a constant beginning: got %s", got)
	}
}

func TestATokenIsKnownByItsShape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"eyJh.e30.c2Vj": true, "eyJh.e30": false, "eyJh.e.f.g": false, "aeyJ.e.f": false, "": false} {
		if LooksLikeToken(New(text)) != want {
			t.Errorf("%q is mistaken", text)
		}
	}
}
