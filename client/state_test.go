package client

import (
	"testing"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// TestWhenAChangeHasHappened holds what a list has to show after each verb.
func TestWhenAChangeHasHappened(t *testing.T) {
	t.Parallel()
	limit := &Quota{Limit: 7}
	reversible := Action{Undo: VerbEnable}
	for name, test := range map[string]struct {
		verb     Verb
		action   Action
		key      Key
		listed   bool
		taken    bool
		happened bool
		unseen   bool
	}{
		"a revoke that can be undone":         {VerbRevoke, reversible, Key{Status: Disabled}, true, true, true, false},
		"a revoke that cannot is not disable": {VerbRevoke, Action{}, Key{Status: Disabled}, true, true, false, false},
		"still active":                        {VerbRevoke, reversible, Key{Status: Active}, true, true, false, false},
		"expired meanwhile":                   {VerbRevoke, reversible, Key{Status: Expired}, true, true, false, false},
		"a disabled key that is gone":         {VerbDisable, reversible, Key{}, false, true, false, false},
		"a disabled key":                      {VerbDisable, reversible, Key{Status: Disabled}, true, false, true, false},
		"a revoked key that is gone":          {VerbRevoke, Action{}, Key{}, false, true, true, false},
		"gone, and nobody took it":            {VerbRevoke, Action{}, Key{}, false, false, false, false},
		"gone where that is how it ends":      {VerbRevoke, Action{Removes: true}, Key{}, false, false, true, false},
		"deleted":                             {VerbDelete, Action{Removes: true}, Key{}, false, false, true, false},
		"gone, and never seen":                {VerbRevoke, Action{Removes: true}, Key{}, false, false, false, true},
		"gone, never seen, and taken":         {VerbRevoke, Action{Removes: true}, Key{}, false, true, true, true},
		"deleted, and never seen":             {VerbDelete, Action{Removes: true}, Key{}, false, false, false, true},
		"deleted, and listed":                 {VerbDelete, Action{Removes: true}, Key{Status: Revoked}, true, true, false, false},
		"enabled":                             {VerbEnable, Action{}, Key{Status: Active}, true, true, true, false},
		"enabled, and expired":                {VerbEnable, Action{}, Key{Status: Expired}, true, true, true, false},
		"enabled, and disabled":               {VerbEnable, Action{}, Key{Status: Disabled}, true, true, false, false},
		"enabled, and gone":                   {VerbEnable, Action{}, Key{}, false, true, false, false},
		"another quota":                       {VerbQuota, Action{}, Key{Quota: &Quota{Limit: 8}}, true, true, false, false},
		"no quota":                            {VerbQuota, Action{}, Key{}, true, true, false, false},
		"no limit":                            {VerbQuota, Action{}, Key{Quota: &Quota{Unlimited: true}}, true, true, false, false},
		"no limit, and a number beside it":    {VerbQuota, Action{}, Key{Quota: &Quota{Unlimited: true, Limit: 7}}, true, true, false, false},
		"the quota":                           {VerbQuota, Action{}, Key{Quota: &Quota{Limit: 7}}, true, true, true, false},
	} {
		w := wished{test.verb, Draft{Quota: limit}, test.action}
		if got := w.happened(test.key, test.listed, test.taken, !test.unseen); got != test.happened {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// A console may leave out what is zero.
func TestAQuotaOfNothingMayBeLeftOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		wish            *Quota
		told            *Quota
		taken, happened bool
	}{
		{&Quota{}, nil, true, true},
		{&Quota{}, nil, false, false},
		{&Quota{}, &Quota{}, true, true},
		{&Quota{}, &Quota{Limit: 5}, true, false},
		{&Quota{}, &Quota{Unlimited: true}, true, false},
		{&Quota{Limit: 1}, nil, true, false},
		{&Quota{Unlimited: true}, nil, true, false},
	} {
		w := wished{VerbQuota, Draft{Quota: test.wish}, Action{}}
		if got := w.happened(Key{Quota: test.told}, true, test.taken, true); got != test.happened {
			t.Errorf("%v, told %v: got %t", test.wish, test.told, got)
		}
		if w.happened(Key{Quota: test.told}, false, test.taken, true) {
			t.Errorf("%v: a key that is not listed confirms it", test.wish)
		}
	}
}

// TestWhatTheDialectLacksSendsNothing, nor does a change that changes nothing.
func TestWhatTheDialectLacksSendsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, newShelf().ServeHTTP)
	if _, err := w.Usage(t.Context(), Key{ID: "k1"}, time.Time{}, time.Time{}); errs.KindOf(err) != errs.Unsupported || len(w.requests) != 0 {
		t.Errorf("ended with %v after %v", err, w.requests)
	}
	if _, err := w.Verify(t.Context(), secrets.New(testSecret)); errs.KindOf(err) != errs.Unsupported || len(w.requests) != 0 {
		t.Errorf("ended with %v after %v", err, w.requests)
	}
	if _, err := w.Change(t.Context(), VerbList, nil, Draft{}); errs.KindOf(err) != errs.Usage || len(w.requests) != 0 {
		t.Errorf("a list as a change ended with %v after %v", err, w.requests)
	}
}
