package client

import (
	"errors"
	"strings"
	"testing"
)

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
		if told, ok := Tells(NewSecret(secret), shown, testPrefix); told != want.told || ok != want.ok {
			t.Errorf("%q: got %d, %t", shown, told, ok)
		}
	}
	if told, ok := Tells(NewSecret("foreign"), "for…", testPrefix); told != 3 || !ok {
		t.Errorf("got %d, %t", told, ok)
	}
}

func FuzzTells(f *testing.F) {
	f.Add(testSecret, "tk_0123...", testPrefix)
	f.Add(testSecret, "****cdef", "")
	f.Add("tk_", "t…k_", "tk_")
	f.Fuzz(func(t *testing.T, secret, shown, constant string) {
		told, ok := Tells(NewSecret(secret), shown, constant)
		if told < 0 || told > len(secret) || !ok && told != 0 {
			t.Errorf("got %d, %t", told, ok)
		}
		own := !strings.ContainsAny(secret, maskCharacters) && strings.TrimSpace(secret) == secret
		cut := len(shown) % (len(secret) + 1)
		if told, ok := Tells(NewSecret(secret), secret[:cut]+"...", ""); own && (!ok || told != cut && strings.TrimSpace(secret[:cut]) == secret[:cut]) {
			t.Errorf("%q of its own: got %d, %t", secret[:cut], told, ok)
		}
		if ok && shown != "" && !strings.ContainsAny(shown, maskCharacters) && !strings.HasPrefix(secret, strings.TrimSpace(shown)) {
			t.Errorf("%q is taken for %q", shown, secret)
		}
	})
}

func TestShapes(t *testing.T) {
	t.Parallel()
	if d := testDialect(); !d.Shaped(NewSecret(testSecret)) || d.Shaped(NewSecret("rk_0123456789abcdef")) || d.Shaped(NewSecret("TK_0123")) {
		t.Error("a beginning is mistaken")
	}
	for text, want := range map[string]bool{"eyJh.e30.c2Vj": true, "eyJh.e30": false, "eyJh.e.f.g": false, "aeyJ.e.f": false, "": false} {
		if LooksLikeToken(NewSecret(text)) != want {
			t.Errorf("%q is mistaken", text)
		}
	}
}

func TestOneKeyBearsASecretBeyondDoubt(t *testing.T) {
	t.Parallel()
	key := func(id, prefix string, status Status) Key { return Key{ID: id, Prefix: prefix, Status: status} }
	sure, foreign := key("sure", "tk_012345", Active), key("foreign", "tk_012346", Active)
	silent, short, over := key("silent", "", Active), key("short", "tk_01234", Active), key("over", "tk_0123456", Revoked)
	for _, test := range []struct {
		keys []Key
		want string // an id, or the kind of the failure with its candidates
	}{
		{[]Key{foreign, sure}, "sure"},
		{[]Key{sure, sure}, "sure"},
		{[]Key{silent, sure, short, over}, "sure"},
		{[]Key{sure, key("twin", "tk_0123...cdef", Active)}, "conflict sure twin"},
		{[]Key{short, silent, foreign}, "conflict short silent"},
		{[]Key{silent}, "conflict silent"},
		{[]Key{over, foreign}, "not_found"},
		{[]Key{key("off", "tk_012345", Disabled), key("late", "tk_012345", Expired)}, "not_found"},
		{nil, "not_found"},
	} {
		bearers, err := Bearers(listOf(test.keys, nil), NewSecret(testSecret), testPrefix)
		if err != nil {
			t.Fatal(err)
		}
		found, err := OnlyBearer(bearers)
		got := found.ID
		if err != nil {
			e := own(t, err)
			got = e.Kind.String()
			for _, candidate := range CandidatesOf(e) {
				got += " " + candidate.ID
			}
		}
		if got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

// A word that all secrets of a kind have says nothing of whose one is.
func TestAWordTellsNoSecret(t *testing.T) {
	t.Parallel()
	const constant = "huc_"
	for shown, certain := range map[string]bool{
		"huc_production_": false, "huc_production_a": false, "huc_production_a8F3k": false, "huc_production_a8F3kq": true, "huc_production_…Zq81xY": true,
		"huc_PROD_TEST_a8F3k": false, "huc_live-": false, "huc_live-a8F3kq": true, "huc_4929de1f": true, "huc_abcdef": true,
		"huc_aB_3_d...": true, "huc_x1VD…7ucU": true, "huc_x_VD…7ucU": true, "huc_x1V_…7ucU": true, "huc_x1v_…7ucU": true,
	} {
		head, tail, _ := strings.Cut(strings.TrimRight(shown, "."), "…")
		secret := NewSecret(head + "Q0Q0Q0Q0Q0Q0" + tail)
		bearers, err := Bearers(listOf([]Key{{ID: "a", Prefix: shown, Status: Active}}, nil), secret, constant)
		if err != nil || len(bearers) != 1 || bearers[0].Told != len(head)-len(constant)+len(tail) {
			t.Fatalf("%s: got %+v, %v", shown, bearers, err)
		}
		if key, err := OnlyBearer(bearers); (err == nil) != certain || certain != (key.ID == "a") {
			t.Errorf("%s: got %q, %v", shown, key.ID, err)
		}
	}
}

func TestABrokenListTellsNothing(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	bearers, err := Bearers(listOf([]Key{{ID: "a", Prefix: "tk_012345", Status: Active}}, broken), NewSecret(testSecret), testPrefix)
	if len(bearers) != 0 || !errors.Is(err, broken) {
		t.Errorf("got %v, %v", bearers, err)
	}
}
