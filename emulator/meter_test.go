package emulator

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

// metering is an account with two keys, one of which has a quota, and its clock.
func metering(t *testing.T, faults ...Fault) (*Account, *time.Time) {
	t.Helper()
	now := testNow()
	_, account := open(t, Settings{InMemory: true, Now: func() time.Time { return now }, Faults: faults})
	create(t, account, draft("free"))
	limited := draft("limited")
	limited.Owner, limited.Workspace, limited.Quota = "me", "42", &Quota{Limit: 10}
	create(t, account, limited)
	return account, &now
}

func meter(t *testing.T, account *Account, secret, model string, total int64) {
	t.Helper()
	if err := account.Meter(t.Context(), secret, model, Usage{Requests: 1, Input: total - 1, Output: 1, Total: total}); err != nil {
		t.Fatal(err)
	}
}

func usage(t *testing.T, account *Account, since, until time.Time, ids, models []string) []Metered {
	t.Helper()
	used, err := account.Usage(t.Context(), since, until, ids, models)
	if err != nil {
		t.Fatal(err)
	}
	return used
}

func TestMeterCountsByKeyModelAndHour(t *testing.T) {
	t.Parallel()
	account, now := metering(t)
	if got := usage(t, account, time.Time{}, time.Time{}, nil, nil); got != nil {
		t.Errorf("before any use: %v", got)
	}
	*now = now.Add(59 * time.Minute)
	meter(t, account, "secret-free", "a", 3)
	meter(t, account, "secret-free", "a", 4)
	meter(t, account, "secret-free", "b", 5)
	meter(t, account, "secret-limited", "a", 6)
	*now = now.Add(time.Minute)
	meter(t, account, "secret-free", "a", 7)
	if _, err := account.Delete(t.Context(), "id-free"); err != nil {
		t.Fatal(err)
	}
	ten, eleven := testNow(), testNow().Add(time.Hour)
	all := []Metered{
		{Key: "id-free", Model: "a", Hour: ten, Usage: Usage{Requests: 2, Input: 5, Output: 2, Total: 7}},
		{Key: "id-free", Model: "b", Hour: ten, Usage: Usage{Requests: 1, Input: 4, Output: 1, Total: 5}},
		{Key: "id-limited", Owner: "me", Workspace: "42", Model: "a", Hour: ten, Usage: Usage{Requests: 1, Input: 5, Output: 1, Total: 6}},
		{Key: "id-free", Model: "a", Hour: eleven, Usage: Usage{Requests: 1, Input: 6, Output: 1, Total: 7}},
	}
	never := time.Time{}
	for name, test := range map[string]struct {
		since, until time.Time
		ids, models  []string
		want         []Metered
	}{
		"all":                     {never, never, nil, nil, all},
		"since within the hour":   {ten.Add(time.Minute), never, nil, nil, all},
		"since the next hour":     {eleven, never, nil, nil, all[3:]},
		"until the next hour":     {never, eleven, nil, nil, all[:3]},
		"until a nanosecond more": {never, eleven.Add(1), nil, nil, all},
		"in another zone":         {eleven.In(time.FixedZone("half", 1800)), never, nil, nil, all[3:]},
		"one key":                 {never, never, []string{"id-limited", "id-unknown"}, nil, all[2:3]},
		"one model":               {never, never, nil, []string{"b"}, all[1:2]},
		"key and model":           {never, never, []string{"id-limited"}, []string{"b"}, nil},
		"part of a name":          {never, never, []string{"id-"}, nil, nil},
		"an empty time":           {ten, ten, nil, nil, nil},
	} {
		if difference := cmp.Diff(test.want, usage(t, account, test.since, test.until, test.ids, test.models)); difference != "" {
			t.Errorf("%s: %s", name, difference)
		}
	}
}

func TestMeterHoldsTheQuota(t *testing.T) {
	t.Parallel()
	account, now := metering(t)
	meter(t, account, "secret-limited", "a", 9)
	*now = now.Add(time.Second)
	meter(t, account, "secret-limited", "a", 9)
	used := *now
	*now = now.Add(time.Second)
	if err := account.Meter(t.Context(), "secret-limited", "a", Usage{Total: 1}); !errors.Is(err, ErrQuota) {
		t.Errorf("got %v, want %v", err, ErrQuota)
	}
	key, err := account.Find(t.Context(), "id-limited")
	if err != nil || *key.Quota != (Quota{Limit: 10, Used: 18}) || !key.LastUsed.Equal(used) {
		t.Errorf("got %+v, %v, %v", key, key.Quota, err)
	}
	if _, err := account.Change(t.Context(), "id-limited", Change{Quota: &Quota{Unlimited: true}}); err != nil {
		t.Fatal(err)
	}
	meter(t, account, "secret-limited", "a", 2)
	if _, err := account.Change(t.Context(), "id-limited", Change{Quota: &Quota{Limit: 20}}); err != nil {
		t.Fatal(err)
	}
	if err := account.Meter(t.Context(), "secret-limited", "a", Usage{}); !errors.Is(err, ErrQuota) {
		t.Errorf("what was used without a limit doesn't count: %v", err)
	}
	if got := usage(t, account, time.Time{}, time.Time{}, nil, nil); len(got) != 1 || got[0].Usage.Requests != 3 {
		t.Errorf("refused requests count, or others don't: %v", got)
	}
}

func TestParallelUseStaysWithinTheQuota(t *testing.T) {
	t.Parallel()
	account, _ := metering(t)
	allowed, refused := 0, 0
	count(14, func(int) error {
		return account.Meter(t.Context(), "secret-limited", "a", Usage{Requests: 1, Total: 1})
	}, func(err error) {
		switch {
		case err == nil:
			allowed++
		case errors.Is(err, ErrQuota):
			refused++
		default:
			t.Error(err)
		}
	})
	got := usage(t, account, time.Time{}, time.Time{}, nil, nil)
	if allowed != 10 || refused != 4 || len(got) != 1 || got[0].Usage.Requests != 10 {
		t.Errorf("%d allowed, %d refused, counted %v", allowed, refused, got)
	}
}

func TestMeterWantsAUsableKey(t *testing.T) {
	t.Parallel()
	account, now := metering(t)
	short, off := draft("expired"), draft("disabled")
	short.Expires = now.Add(time.Second)
	create(t, account, short)
	create(t, account, off)
	create(t, account, draft("revoked"))
	disabled := true
	_, changed := account.Change(t.Context(), "id-disabled", Change{Disabled: &disabled})
	_, revoked := account.Revoke(t.Context(), "id-revoked")
	if err := errors.Join(changed, revoked); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(time.Second)
	for secret, want := range map[string]error{
		"": ErrUnknownSecret, "secret-unknown": ErrUnknownSecret, "secret-expired": ErrExpired,
		"secret-disabled": ErrDisabled, "secret-revoked": ErrRevoked,
	} {
		if err := account.Meter(t.Context(), secret, "a", Usage{}); !errors.Is(err, want) {
			t.Errorf("%q: got %v, want %v", secret, err, want)
		}
	}
	if got := usage(t, account, time.Time{}, time.Time{}, nil, nil); got != nil {
		t.Errorf("counted %v", got)
	}
}

func TestUsageFails(t *testing.T) {
	t.Parallel()
	account, _ := metering(t, Fault{Status: 503, Verb: VerbUsage, Times: 1})
	var failure *Failure
	if _, err := account.Usage(t.Context(), time.Time{}, time.Time{}, nil, nil); !errors.As(err, &failure) {
		t.Errorf("got %v, want a failure", err)
	}
	meter(t, account, "secret-free", "a", 1)
	err := account.file.Update(t.Context(), func(tx *bbolt.Tx) error {
		usage := tx.Bucket([]byte(account.console)).Bucket([]byte(bucketUsage))
		entry, _ := usage.Cursor().First()
		return usage.Put(entry, []byte("{"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := account.Usage(t.Context(), time.Time{}, time.Time{}, nil, nil); err == nil {
		t.Error("a damaged count is read")
	}
	if err := account.Meter(t.Context(), "secret-free", "a", Usage{Total: 1}); err == nil {
		t.Error("a damaged count is added to")
	}
}

func TestUsageSurvivesReopening(t *testing.T) {
	t.Parallel()
	settings := Settings{Data: dataFile(t), Now: testNow}
	first, account := open(t, settings)
	create(t, account, draft("key"))
	meter(t, account, "secret-key", "a", 2)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	_, account = open(t, settings)
	meter(t, account, "secret-key", "a", 3)
	want := []Metered{{Key: "id-key", Model: "a", Hour: testNow(), Usage: Usage{Requests: 2, Input: 3, Output: 2, Total: 5}}}
	if difference := cmp.Diff(want, usage(t, account, time.Time{}, time.Time{}, nil, nil)); difference != "" {
		t.Error(difference)
	}
}
