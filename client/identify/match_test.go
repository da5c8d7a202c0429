package identify

import (
	"errors"
	"iter"
	"strings"
	"testing"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

func TestOneKeyBearsASecretBeyondDoubt(t *testing.T) {
	t.Parallel()
	key := func(id, prefix string, status client.Status) client.Key {
		return client.Key{ID: id, Prefix: prefix, Status: status}
	}
	sure, foreign := key("sure", "tk_012345", client.Active), key("foreign", "tk_012346", client.Active)
	silent, short, over := key("silent", "", client.Active), key("short", "tk_01234", client.Active), key("over", "tk_0123456", client.Revoked)
	for _, test := range []struct {
		keys []client.Key
		want string // an id, or the kind of the failure with its candidates
	}{
		{[]client.Key{foreign, sure}, "sure"},
		{[]client.Key{sure, sure}, "sure"},
		{[]client.Key{silent, sure, short, over}, "sure"},
		{[]client.Key{sure, key("twin", "tk_0123...cdef", client.Active)}, "conflict sure twin"},
		{[]client.Key{short, silent, foreign}, "conflict short silent"},
		{[]client.Key{silent}, "conflict silent"},
		{[]client.Key{over, foreign}, "not_found"},
		{[]client.Key{key("off", "tk_012345", client.Disabled), key("late", "tk_012345", client.Expired)}, "not_found"},
		{nil, "not_found"},
	} {
		matches, err := Matches(listing(test.keys, nil), secrets.New("tk_0123456789abcdef0123456789abcdef"), "tk_")
		if err != nil {
			t.Fatal(err)
		}
		found, err := Only(matches)
		got := found.ID
		if err != nil {
			got = errs.KindOf(err).String()
			for _, candidate := range client.CandidatesOf(err) {
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
		secret := secrets.New(head + "Q0Q0Q0Q0Q0Q0" + tail)
		matches, err := Matches(listing([]client.Key{{ID: "a", Prefix: shown, Status: client.Active}}, nil), secret, constant)
		if err != nil || len(matches) != 1 || matches[0].Told != len(head)-len(constant)+len(tail) {
			t.Fatalf("%s: got %+v, %v", shown, matches, err)
		}
		if key, err := Only(matches); (err == nil) != certain || certain != (key.ID == "a") {
			t.Errorf("%s: got %q, %v", shown, key.ID, err)
		}
	}
}

func TestABrokenListTellsNothing(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	matches, err := Matches(listing([]client.Key{{ID: "a", Prefix: "tk_012345", Status: client.Active}}, broken), secrets.New("tk_0123456789abcdef0123456789abcdef"), "tk_")
	if len(matches) != 0 || !errors.Is(err, broken) {
		t.Errorf("got %v, %v", matches, err)
	}
}

// listing is a list of some keys that ends with an error, nil for none.
func listing(keys []client.Key, err error) iter.Seq2[client.Key, error] {
	return func(yield func(client.Key, error) bool) {
		for _, key := range keys {
			if !yield(key, nil) {
				return
			}
		}
		if err != nil {
			yield(client.Key{}, err)
		}
	}
}
