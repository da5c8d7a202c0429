package keyring

import (
	"strings"
	"testing"

	"keyctl/internal/fakekeyring"
	"keyctl/internal/realkeyring"
)

// badDay gives a bus with a keyring on it that has something wrong.
func badDay(t *testing.T, faults fakekeyring.Faults) (*realkeyring.Session, *fakekeyring.Service) {
	t.Helper()
	s := realkeyring.StartBus(t)
	return s, fakekeyring.Start(t, s.Address(), faults)
}

func TestTheFakeWorksWithoutFaults(t *testing.T) {
	t.Parallel()
	for _, faults := range []fakekeyring.Faults{
		{},
		{Asks: true},
		{Locked: true, Asks: true},
		{Renamed: true, Locked: true},
		{Strange: true},
	} {
		s, fake := badDay(t, faults)
		ask(t, s.Env(), check().withPerson()).works(t)
		ask(t, s.Env(), set("work", "some-secret").withPerson()).works(t)
		if told := ask(t, s.Env(), get("work").withPerson()); told.Secret != "some-secret" {
			t.Errorf("got %q: %s", told.Secret, told.Failure)
		}
		ask(t, s.Env(), remove("work").withPerson()).works(t)
		if told, found := fake.Value(); found {
			t.Errorf("after Delete, it still has %q", told)
		}
	}
}

func TestAKeyringThatStoresSomethingElse(t *testing.T) {
	t.Parallel()
	s, _ := badDay(t, fakekeyring.Faults{Stores: []byte("some-other")})
	told := ask(t, s.Env(), set("work", "some-secret"))
	told.fails(t, `the keyring gives another secret for "work" than the one just stored`)
	if strings.Contains(told.Failure+told.Hint, "some-other") {
		t.Errorf("the error holds what was stored: %s", told.Failure)
	}
}

func TestAKeyringThatDeletesNothing(t *testing.T) {
	t.Parallel()
	s, fake := badDay(t, fakekeyring.Faults{Keeps: true})
	fake.Has("work", "some-secret")
	ask(t, s.Env(), remove("work")).fails(t, `the keyring still has a secret for "work", though it said it was deleted`)
}

func TestAKeyringThatGivesTooMuchOrNothing(t *testing.T) {
	t.Parallel()
	for reason, given := range map[string][]byte{
		"more than a credential can be": make([]byte, 64<<10),
		"an empty entry":                {},
	} {
		s, fake := badDay(t, fakekeyring.Faults{Gives: given})
		fake.Has("work", "some-secret")
		ask(t, s.Env(), get("work")).fails(t, "the keyring has "+reason+` for "work"`)
		ask(t, s.Env(), set("work", "some-secret")).fails(t, "the keyring gives another secret")
	}
}

func TestAKeyringThatRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ says, want string }{
		{"cannot store SECRET", `the keyring failed: "cannot store [redacted]"`},
		{"no\x1b[2J room\nleft", `the keyring failed: "no\u001b[2J room\nleft"`},
	} {
		s, _ := badDay(t, fakekeyring.Faults{Refuses: test.says})
		ask(t, s.Env(), set("work", "some-secret")).fails(t, test.want)
	}
	s, _ := badDay(t, fakekeyring.Faults{Locked: true, Refuses: "no room left"}) // unlocks it, though
	ask(t, s.Env(), set("work", "some-secret").withPerson()).fails(t, `the keyring failed: "no room left"`)
}

func TestAKeyringThatTellsNoCollections(t *testing.T) {
	t.Parallel()
	s, _ := badDay(t, fakekeyring.Faults{Mute: true})
	ask(t, s.Env(), get("work")).fails(t, "the keyring failed")
}
