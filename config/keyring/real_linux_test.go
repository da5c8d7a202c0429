package keyring

import (
	"strings"
	"testing"
	"time"

	"keyctl/internal/realkeyring"
)

// soon is the 3 s that a keyring has, with room for a slow machine: a D-Bus call
// that nobody bounds takes 25 s.
const soon = 20 * time.Second

func get(account string) request { return request{Verb: "get", Account: []byte(account)} }

func set(account, secret string) request {
	return request{Verb: "set", Account: []byte(account), Secret: secret}
}

func remove(account string) request { return request{Verb: "delete", Account: []byte(account)} }

func check() request { return request{Verb: "check"} }

func (r request) withPerson() request {
	r.Person = true
	return r
}

func (r request) inTime() request {
	r.Timely = true
	return r
}

func TestWhatIsStoredIsThereForEverybody(t *testing.T) {
	t.Parallel()
	s := realkeyring.Start(t)
	ask(t, s.Env(), check()).works(t)
	if told := ask(t, s.Env(), get("work")); !told.Missing {
		t.Errorf("before anything is stored, it fails with %q", told.Failure)
	}
	for _, secret := range []string{"first-secret", "second secret\n\x1b[2J€ with everything", strings.Repeat("x", longest)} {
		ask(t, s.Env(), set("work", secret)).works(t)
		if told, _ := s.Lookup("work"); told != secret {
			t.Errorf("secret-tool finds %q, want %q", told, secret)
		}
		told := ask(t, s.Env(), get("work"))
		told.works(t)
		if told.Secret != secret {
			t.Errorf("got %q, want %q", told.Secret, secret)
		}
	}
	ask(t, s.Env(), remove("work")).works(t)
	if told, found := s.Lookup("work"); found {
		t.Errorf("after Delete, secret-tool finds %q", told)
	}
	for _, after := range []request{get("work"), remove("work")} {
		if told := ask(t, s.Env(), after); !told.Missing {
			t.Errorf("%s after Delete fails with %q", after.Verb, told.Failure)
		}
	}
}

func TestWhatOthersStoredIsThereForUs(t *testing.T) {
	t.Parallel()
	s := realkeyring.Start(t)
	s.Store("work", "from-elsewhere")
	told := ask(t, s.Env(), get("work"))
	told.works(t)
	if told.Secret != "from-elsewhere" {
		t.Errorf("got %q", told.Secret)
	}
	ask(t, s.Env(), set("work", "from-here")).works(t)
	if told, _ := s.Lookup("work"); told != "from-here" {
		t.Errorf("after Set, secret-tool finds %q", told)
	}
	ask(t, s.Env(), remove("work")).works(t)
	if told, found := s.Lookup("work"); found {
		t.Errorf("after Delete, secret-tool finds %q", told)
	}
}

func TestAnEntryWithMoreAttributesIsNoSecondSecret(t *testing.T) {
	t.Parallel()
	s := realkeyring.Start(t)
	s.Store("work", "first-secret", "and", "more")
	s.Store("work", "second-secret", "and", "other")
	ask(t, s.Env(), remove("work")).fails(t, `the keyring still has a secret for "work"`)
	ask(t, s.Env(), remove("work")).works(t)
	if told := ask(t, s.Env(), remove("work")); !told.Missing {
		t.Errorf("a third Delete fails with %q", told.Failure)
	}
}

func TestAccountsKeepApart(t *testing.T) {
	t.Parallel()
	s := realkeyring.Start(t)
	names := []string{
		"work", "Work", " work", "work ", "work/../home", `'; touch here; "`, "$(id)", "%s%n", "*", "-w", "名前", "e\u0301", "\u00e9",
		"a\\nb", strings.Repeat("'", longestName),
	}
	for _, name := range names {
		ask(t, s.Env(), set(name, "secret of "+name)).works(t)
	}
	for _, name := range names {
		if told := ask(t, s.Env(), get(name)); told.Secret != "secret of "+name {
			t.Errorf("%q: got %q, failure %q", name, told.Secret, told.Failure)
		}
		if told, _ := s.Lookup(name); told != "secret of "+name {
			t.Errorf("%q: secret-tool finds %q", name, told)
		}
	}
	ask(t, s.Env(), remove("work")).works(t)
	if told := ask(t, s.Env(), get("Work")); told.Secret != "secret of Work" {
		t.Errorf("another account lost its secret: %q", told.Failure)
	}
}
