package emulator

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCreateBreaksRules(t *testing.T) {
	t.Parallel()
	account := inMemory(t)
	create(t, account, draft("taken"))
	for name, test := range map[string]struct {
		draft Draft
		want  error
	}{
		"nine characters":  {Draft{ID: "a", Secret: "a", Name: strings.Repeat("x", 9)}, ErrNameLength},
		"nine emoji":       {Draft{ID: "a", Secret: "a", Name: strings.Repeat("🔑", 9)}, ErrNameLength},
		"expired":          {Draft{ID: "a", Secret: "a", Expires: testNow().Add(-time.Second)}, ErrPastExpiry},
		"expires now":      {Draft{ID: "a", Secret: "a", Expires: testNow()}, ErrPastExpiry},
		"other namespace":  {Draft{ID: "a", Secret: "a", Scope: Scope{Namespaces: []string{ownNamespace, "x"}}}, ErrForeignNamespace},
		"before the epoch": {Draft{ID: "a", Secret: "a", Expires: time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC)}, ErrPastExpiry},
	} {
		if _, err := account.Create(t.Context(), test.draft); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
	for _, again := range []Draft{{ID: "id-taken", Secret: "new"}, {ID: "new", Secret: "secret-taken"}} {
		if _, err := account.Create(t.Context(), again); err == nil {
			t.Errorf("%v: an identifier or secret was given twice", again)
		}
	}
	if got := names(t, account); got != "taken" {
		t.Errorf("refused keys are in the list: %q", got)
	}
}

func TestCreateAtTheEdgeOfTheRules(t *testing.T) {
	t.Parallel()
	account := inMemory(t)
	key := create(t, account, Draft{
		ID: "a", Secret: "s", Prefix: "p", Name: strings.Repeat("🔑", 8),
		Scope:   Scope{Words: []string{"w"}, Namespaces: []string{ownNamespace}},
		Expires: testNow().Add(1).In(time.FixedZone("east", 3600)),
	})
	want := Key{
		ID: "a", Name: "🔑🔑🔑🔑🔑🔑🔑🔑", Prefix: "p", Scope: Scope{Words: []string{"w"}, Namespaces: []string{ownNamespace}},
		Created: testNow(), Expires: testNow().Add(1),
	}
	if difference := cmp.Diff(want, key); difference != "" {
		t.Error(difference)
	}
	found, err := account.Authenticate(t.Context(), "s")
	if difference := cmp.Diff(want, found); err != nil || difference != "" {
		t.Error(err, difference)
	}
}

func TestChangeBreaksRules(t *testing.T) {
	t.Parallel()
	now := testNow()
	_, account := open(t, Settings{InMemory: true, Now: func() time.Time { return now }})
	short := draft("expired")
	short.Expires = now.Add(time.Second)
	for _, d := range []Draft{short, draft("revoked"), draft("good")} {
		create(t, account, d)
	}
	if _, err := account.Revoke(t.Context(), "id-revoked"); err != nil {
		t.Fatal(err)
	}
	now = now.Add(time.Second)
	long, past, later := "123456789", now, now.Add(time.Hour)
	for name, test := range map[string]struct {
		id     string
		change Change
		want   error
	}{
		"unknown":            {"id-unknown", Change{}, ErrUnknownKey},
		"no identifier":      {"", Change{}, ErrUnknownKey},
		"revoked":            {"id-revoked", Change{Name: &long}, ErrRevoked},
		"expired":            {"id-expired", Change{}, ErrExpired},
		"expired, prolonged": {"id-expired", Change{Expires: &later}, ErrExpired},
		"name":               {"id-good", Change{Name: &long}, ErrNameLength},
		"expiry":             {"id-good", Change{Expires: &past}, ErrPastExpiry},
		"namespace":          {"id-good", Change{Scope: &Scope{Namespaces: []string{"x"}}}, ErrForeignNamespace},
	} {
		if _, err := account.Change(t.Context(), test.id, test.change); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", name, err, test.want)
		}
	}
	for id, want := range map[string]error{"id-unknown": ErrUnknownKey, "id-revoked": ErrRevoked, "id-expired": ErrExpired} {
		if _, err := account.Revoke(t.Context(), id); !errors.Is(err, want) {
			t.Errorf("revoke %s: got %v, want %v", id, err, want)
		}
	}
	for secret, want := range map[string]error{
		"": ErrUnknownSecret, "secret-unknown": ErrUnknownSecret, "secret-revoked": ErrRevoked, "secret-expired": ErrExpired,
	} {
		if _, err := account.Authenticate(t.Context(), secret); !errors.Is(err, want) {
			t.Errorf("authenticate %s: got %v, want %v", secret, err, want)
		}
		if _, err := account.Use(t.Context(), secret, func(Scope) bool { return true }); !errors.Is(err, want) {
			t.Errorf("use %s: got %v, want %v", secret, err, want)
		}
	}
}

func TestChange(t *testing.T) {
	t.Parallel()
	account := inMemory(t)
	create(t, account, draft("old"))
	name, expires := "new", testNow().Add(time.Hour)
	scope := Scope{Words: []string{"all"}}
	if _, err := account.Change(t.Context(), "id-old", Change{Name: &name, Expires: &expires, Scope: &scope}); err != nil {
		t.Fatal(err)
	}
	key, err := account.Change(t.Context(), "id-old", Change{Expires: &time.Time{}})
	want := Key{ID: "id-old", Name: "new", Prefix: "sec", Scope: scope, Created: testNow()}
	if difference := cmp.Diff(want, key); err != nil || difference != "" {
		t.Error(err, difference)
	}
}

func TestUse(t *testing.T) {
	t.Parallel()
	account := inMemory(t)
	create(t, account, draft("key"))
	for _, allow := range []bool{false, true} {
		allowed, err := account.Use(t.Context(), "secret-key", func(Scope) bool { return allow })
		key, _ := account.Authenticate(t.Context(), "secret-key")
		if err != nil || allowed != allow || key.LastUsed.IsZero() == allow {
			t.Errorf("allow %v: got %v, %v, last used %v", allow, allowed, err, key.LastUsed)
		}
	}
}

func TestRevokeRemoves(t *testing.T) {
	t.Parallel()
	account := inMemory(t)
	account.rules.RevokeRemoves = true
	create(t, account, draft("one"))
	create(t, account, draft("two"))
	key, err := account.Revoke(t.Context(), "id-one")
	if err != nil || key.Revoked.IsZero() {
		t.Fatal(key, err)
	}
	if _, err := account.Revoke(t.Context(), "id-one"); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("a second time: %v", err)
	}
	if _, err := account.Authenticate(t.Context(), "secret-one"); !errors.Is(err, ErrUnknownSecret) {
		t.Errorf("its secret: %v", err)
	}
	if got := names(t, account); got != "two" {
		t.Errorf("left in the list: %q", got)
	}
}

func TestCredential(t *testing.T) {
	t.Parallel()
	e, account := open(t, Settings{InMemory: true})
	other, _ := open(t, Settings{InMemory: true})
	if !account.IsCredential(e.Credential("test")) {
		t.Error("the run's credential is refused")
	}
	for _, wrong := range []string{"", "test-", other.Credential("test"), e.Credential("unknown")} {
		if account.IsCredential(wrong) {
			t.Errorf("%q is taken for the credential", wrong)
		}
	}
	if got := names(t, account); got != "" {
		t.Errorf("the credential is listed: %q", got)
	}
}
