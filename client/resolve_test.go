package client

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

func listOf(keys []Key, err error) iter.Seq2[Key, error] {
	return func(yield func(Key, error) bool) {
		for _, key := range keys {
			if !yield(key, nil) {
				return
			}
		}
		if err != nil {
			yield(Key{}, err)
		}
	}
}

func TestAKeyIsAnExactIDOrAnExactName(t *testing.T) {
	t.Parallel()
	keys := []Key{
		{ID: "1", Name: "ci"},
		{ID: "2", Name: "deploy"},
		{ID: "3", Name: "3"},
		{ID: "4", Name: "1"},
		{ID: "5", Name: "twin"},
		{ID: "6", Name: "twin"},
		{ID: "7", Name: "reborn", Status: Revoked},
		{ID: "8", Name: "reborn", Status: Active},
		{ID: "9", Name: "gone", Status: Revoked},
		{ID: "10", Name: "dead", Status: Revoked},
		{ID: "11", Name: "dead", Status: Revoked},
		{ID: "12", Name: "2", Status: Revoked},
		{ID: "13", Name: "7"},
		{ID: "14", Name: "shifted"},
		{ID: "14", Name: "shifted"},
		{ID: "15", Name: "CI/CD Pipeline"},
		{ID: "16", Name: "late", Status: Expired},
		{ID: "17", Name: "late"},
		{ID: "18", Name: ""},
	}
	for _, test := range []struct {
		wanted string
		byID   bool
		want   string
		kind   errs.Kind
	}{
		{"ci", false, "1", 0},
		{"2", false, "2", 0},
		{"3", false, "3", 0},
		{"CI/CD Pipeline", false, "15", 0},
		{"14", false, "14", 0},
		{"shifted", false, "14", 0},
		{"ci deploy", false, "", errs.NotFound},
		{"ci,deploy,ci,1", false, "", errs.Conflict},
		{"ci,deploy,ci,2", false, "1 2", 0},
		{"deploy,ci", false, "2 1", 0},
		{"1", false, "1 4", errs.Conflict},
		{"1", true, "1", 0},
		{"twin", false, "5 6", errs.Conflict},
		{"5,6", false, "5 6", 0},
		{"7", false, "7 13", errs.Conflict},
		{"7", true, "7", 0},
		{"reborn", false, "8", 0},
		{"gone", false, "9", 0},
		{"dead", false, "10 11", errs.Conflict},
		{"late", false, "17", 0},
		{"CI", false, "", errs.NotFound},
		{"c", false, "", errs.NotFound},
		{"ci ", false, "", errs.NotFound},
		{"*", false, "", errs.NotFound},
		{"\x1b[2J", false, "", errs.NotFound},
		{"ci", true, "", errs.NotFound},
		{"../1", true, "", errs.Usage},
		{"", true, "", errs.Usage},
		{"missing,ci", false, "", errs.NotFound},
		{"ci,missing", false, "", errs.NotFound},
	} {
		got, err := Resolve(listOf(keys, nil), strings.Split(test.wanted, ","), test.byID)
		shown := got
		if err != nil {
			e := own(t, err)
			if shown = CandidatesOf(e); e.Kind != test.kind || got != nil || safetext.Printable(e.What) != e.What {
				t.Errorf("%s: got %v, %v", test.wanted, got, err)
			}
			if test.wanted == "ci,deploy,ci,1" {
				continue
			}
		} else if test.kind != 0 {
			t.Errorf("%s: got %v", test.wanted, got)
		}
		var ids []string
		for _, key := range shown {
			ids = append(ids, key.ID)
		}
		if strings.Join(ids, " ") != test.want {
			t.Errorf("%s: got %v, want %s", test.wanted, ids, test.want)
		}
	}
}

func TestManyCandidatesAreBounded(t *testing.T) {
	t.Parallel()
	var living, ended []Key
	for i := range 5000 {
		living = append(living, Key{ID: fmt.Sprint("l", i), Name: "ci", Status: Active})
		ended = append(ended, Key{ID: fmt.Sprint("e", i), Name: "ci", Status: Revoked})
	}
	for what, test := range map[string]struct {
		keys       []Key
		candidates int
		want       string
	}{
		"living":            {living, 100, ""},
		"ended":             {ended, 100, ""},
		"one behind them":   {append(slices.Clone(ended), living[7]), 0, "l7"},
		"two behind them":   {append(slices.Clone(ended), living[:2]...), 2, ""},
		"one, often listed": {append(slices.Repeat(living[:1], 5000), living[1]), 2, ""},
	} {
		got, err := Resolve(listOf(test.keys, nil), []string{"ci"}, false)
		if test.want != "" {
			if err != nil || len(got) != 1 || got[0].ID != test.want {
				t.Errorf("%s: got %v, %v", what, got, err)
			}
			continue
		}
		if e := own(t, err); e.Kind != errs.Conflict || len(CandidatesOf(e)) != test.candidates {
			t.Errorf("%s: got %v with %d candidates", what, e, len(CandidatesOf(e)))
		}
	}
}

func TestAListThatBreaksOffResolvesNothing(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	got, err := Resolve(listOf([]Key{{ID: "1", Name: "ci"}}, broken), []string{"ci"}, false)
	if got != nil || !errors.Is(err, broken) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestScopesAreTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	if !SameScopes([]Scope{"a", "b", "a"}, []Scope{"b", "a"}) || SameScopes([]Scope{"a"}, nil) || !SameScopes(nil, []Scope{}) {
		t.Error("scopes are compared wrongly")
	}
	for scope, want := range map[Scope]string{"kubernetes:x": "x", "kubernetes:all": "", "kubernetes:": "", "kubernetes": "", "all": ""} {
		if id, ok := scope.Namespace(); ok != (want != "") || ok && id != want {
			t.Errorf("%s: got %s, %v", scope, id, ok)
		}
	}
}

func TestAKeyOfWhichTheListTellsDifferentThingsIsNonsense(t *testing.T) {
	t.Parallel()
	row := Key{ID: "a1", Name: "x", Prefix: "tk_0", Status: Active, ExpiresAt: testNow()}
	change := func(change func(*Key)) Key { other := row; change(&other); return other }
	for what, other := range map[string]Key{
		"status": change(func(k *Key) { k.Status = Disabled }), "name": change(func(k *Key) { k.Name = "y" }), "end": change(func(k *Key) { k.ExpiresAt = time.Time{} }),
		"prefix": change(func(k *Key) { k.Prefix = "tk_1" }), "over": change(func(k *Key) { k.Status = Revoked }),
	} {
		for _, list := range [][]Key{{row, other}, {other, row}, {row, row, other}} {
			for _, byID := range []bool{true, false} {
				wanted := "a1"
				if !byID {
					wanted = "x"
				}
				keys, err := Resolve(listOf(list, nil), []string{wanted}, byID)
				if e := own(t, err); e.Kind != errs.Unreachable || !strings.Contains(e.What, `"a1" twice, and differently`) || keys != nil {
					t.Errorf("another %s, %t: got %v, %v", what, byID, keys, err)
				}
			}
		}
		innocent := Key{ID: "b", Name: "b", Status: Active}
		if keys, err := Resolve(listOf([]Key{row, other, innocent, innocent}, nil), []string{"b"}, false); err != nil || len(keys) != 1 {
			t.Errorf("beside it: got %v, %v", keys, err)
		}
	}
	used := change(func(k *Key) { k.LastUsedAt = testNow() })
	if keys, err := Resolve(listOf([]Key{row, used, row}, nil), []string{"x", "a1"}, false); err != nil || len(keys) != 1 {
		t.Errorf("twice alike: got %v, %v", keys, err)
	}
}
