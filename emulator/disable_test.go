package emulator

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDisabledKey(t *testing.T) {
	t.Parallel()
	account := inMemory(t)
	create(t, account, draft("key"))
	yes, no, name, later := true, false, "new", testNow().Add(time.Hour)
	if key, err := account.Change(t.Context(), "id-key", Change{Disabled: &yes}); err != nil || !key.Disabled {
		t.Fatal(key, err)
	}
	if _, err := account.Authenticate(t.Context(), "secret-key"); !errors.Is(err, ErrDisabled) {
		t.Errorf("it authenticates: %v", err)
	}
	if _, err := account.Use(t.Context(), "secret-key", func(Scope) bool { return true }); !errors.Is(err, ErrDisabled) {
		t.Errorf("it is used: %v", err)
	}
	key, err := account.Change(t.Context(), "id-key", Change{Disabled: &yes, Name: &name, Expires: &later, Scope: &Scope{Words: []string{"w"}}})
	want := Key{ID: "id-key", Name: "new", Prefix: "sec", Scope: Scope{Words: []string{"w"}}, Created: testNow(), Expires: later, Disabled: true}
	if difference := cmp.Diff(want, key); err != nil || difference != "" {
		t.Error(err, difference)
	}
	if key, err = account.Change(t.Context(), "id-key", Change{Disabled: &no}); err != nil || key.Disabled || !key.LastUsed.IsZero() {
		t.Error(key, err)
	}
	if _, err := account.Authenticate(t.Context(), "secret-key"); err != nil {
		t.Errorf("it is enabled again: %v", err)
	}
	if _, err := account.Revoke(t.Context(), "id-key"); err != nil {
		t.Fatal(err)
	}
	for _, disabled := range []*bool{&yes, &no} {
		if _, err := account.Change(t.Context(), "id-key", Change{Disabled: disabled}); !errors.Is(err, ErrRevoked) {
			t.Errorf("a revoked key: disabled became %v: %v", *disabled, err)
		}
	}
}

func TestADisabledKeyKeepsItsPlace(t *testing.T) {
	t.Parallel()
	_, account := open(t, Settings{InMemory: true, Limit: 1})
	create(t, account, draft("a"))
	yes := true
	if _, err := account.Change(t.Context(), "id-a", Change{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	if _, err := account.Create(t.Context(), draft("b")); !errors.Is(err, ErrActiveLimit) {
		t.Errorf("got %v, want %v", err, ErrActiveLimit)
	}
}

func TestExpiredKeysCanBeChangedWhereTheRulesSaySo(t *testing.T) {
	t.Parallel()
	now := testNow()
	_, account := open(t, Settings{InMemory: true, Limit: 2, Now: func() time.Time { return now }})
	account.rules.ChangeExpired = true
	short := draft("short")
	short.Expires = now.Add(time.Second)
	create(t, account, short)
	now = now.Add(time.Second)
	create(t, account, draft("a"))
	yes, no, later, past := true, false, now.Add(time.Hour), now
	for _, change := range []Change{{Disabled: &yes}, {Disabled: &no}, {}} {
		if key, err := account.Change(t.Context(), "id-short", change); err != nil || key.Expires != short.Expires {
			t.Error(key, err)
		}
	}
	if _, err := account.Authenticate(t.Context(), "secret-short"); !errors.Is(err, ErrExpired) {
		t.Errorf("an expired key that was enabled: %v", err)
	}
	if _, err := account.Change(t.Context(), "id-short", Change{Expires: &past}); !errors.Is(err, ErrPastExpiry) {
		t.Errorf("an expiry in the past: %v", err)
	}
	create(t, account, draft("b"))
	for _, expires := range []*time.Time{&later, {}} {
		if _, err := account.Change(t.Context(), "id-short", Change{Expires: expires}); !errors.Is(err, ErrActiveLimit) {
			t.Errorf("one more active key than allowed, until %v: %v", expires, err)
		}
	}
	if _, err := account.Delete(t.Context(), "id-b"); err != nil {
		t.Fatal(err)
	}
	if _, err := account.Change(t.Context(), "id-short", Change{Expires: &later}); err != nil {
		t.Fatal(err)
	}
	if _, err := account.Authenticate(t.Context(), "secret-short"); err != nil {
		t.Errorf("with a new expiry: %v", err)
	}
	if _, err := account.Create(t.Context(), draft("c")); !errors.Is(err, ErrActiveLimit) {
		t.Errorf("the key with a new expiry has no place: %v", err)
	}
	now = later
	if key, err := account.Revoke(t.Context(), "id-short"); err != nil || key.Revoked.IsZero() {
		t.Errorf("revoke an expired key: %v, %v", key, err)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	now := testNow()
	_, account := open(t, Settings{InMemory: true, Limit: 4, Now: func() time.Time { return now }})
	short := draft("expired")
	short.Expires = now.Add(time.Second)
	for _, d := range []Draft{short, draft("revoked"), draft("disabled"), draft("active")} {
		create(t, account, d)
	}
	yes := true
	_, revokeFailed := account.Revoke(t.Context(), "id-revoked")
	_, disableFailed := account.Change(t.Context(), "id-disabled", Change{Disabled: &yes})
	if err := errors.Join(revokeFailed, disableFailed); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Second)
	for _, name := range []string{"expired", "revoked", "disabled", "active"} {
		if key, err := account.Delete(t.Context(), "id-"+name); err != nil || key.Name != name {
			t.Errorf("%s: %v, %v", name, key, err)
		}
		if _, err := account.Delete(t.Context(), "id-"+name); !errors.Is(err, ErrUnknownKey) {
			t.Errorf("%s, again: %v", name, err)
		}
		if _, err := account.Find(t.Context(), "id-"+name); !errors.Is(err, ErrUnknownKey) {
			t.Errorf("%s is found: %v", name, err)
		}
		if _, err := account.Authenticate(t.Context(), "secret-"+name); !errors.Is(err, ErrUnknownSecret) {
			t.Errorf("%s authenticates: %v", name, err)
		}
	}
	if got := names(t, account); got != "" {
		t.Errorf("left are %q", got)
	}
	for _, name := range []string{"a", "b", "c", "expired"} {
		create(t, account, draft(name))
	}
	if _, err := account.Create(t.Context(), draft("e")); !errors.Is(err, ErrActiveLimit) {
		t.Errorf("deleted keys spoil the count: %v", err)
	}
}

func TestDeleteWhereThereNeverWasAKey(t *testing.T) {
	t.Parallel()
	account := inMemory(t)
	if _, err := account.Find(t.Context(), "id"); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("find: %v", err)
	}
	if _, err := account.Delete(t.Context(), "id"); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("delete: %v", err)
	}
}
