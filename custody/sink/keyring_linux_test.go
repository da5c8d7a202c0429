package sink

import (
	"strings"
	"testing"

	"keyctl/internal/fakekeyring"
	"keyctl/internal/realkeyring"
)

func TestAnEntryOfTheRealKeyring(t *testing.T) {
	t.Parallel()
	s := realkeyring.Start(t)
	s.Store("deploy", "a credential of that name")
	first := errand{Words: []string{"keyring:deploy"}, Secret: secret}
	if said := begin(t, s.Env(), first)(); said != "" {
		t.Fatal(said)
	}
	if got, _ := s.LookupIn("keyctl-keys", "deploy"); got != secret {
		t.Errorf("secret-tool finds %q", got)
	}
	if got, _ := s.Lookup("deploy"); got != "a credential of that name" {
		t.Errorf("the credential is %q", got)
	}
	second := errand{Words: []string{"keyring:deploy"}, Secret: "sk-another-secret-1"}
	if said := begin(t, s.Env(), second)(); !strings.Contains(said, "keyring:deploy exists already") {
		t.Errorf("got %q", said)
	}
	if got, _ := s.LookupIn("keyctl-keys", "deploy"); got != secret {
		t.Errorf("after it was refused, secret-tool finds %q", got)
	}
	second.Force = true
	if said := begin(t, s.Env(), second)(); said != "" {
		t.Error(said)
	}
	if got, _ := s.LookupIn("keyctl-keys", "deploy"); got != second.Secret {
		t.Errorf("after it was forced, secret-tool finds %q", got)
	}
}

func TestAKeyringInTroubleIsNotReady(t *testing.T) {
	t.Parallel()
	asked := errand{Words: []string{"keyring:deploy"}, Secret: secret, Force: true}
	locked, hung, gone := realkeyring.StartLocked(t), realkeyring.Start(t), realkeyring.StartBus(t)
	hung.Stop()
	waits := map[string]func() string{
		"the keyring is locked":                                               begin(t, locked.Env(), asked),
		"did not answer within 3s":                                            begin(t, hung.Env(), asked),
		"no keyring answers on the session bus":                               begin(t, gone.Env(), asked),
		"cannot reach the session bus|there is no session bus|no session bus": begin(t, []string{"XDG_RUNTIME_DIR=" + t.TempDir()}, asked),
	}
	for says, wait := range waits {
		said, found := wait(), false
		for one := range strings.SplitSeq(says, "|") {
			found = found || strings.Contains(said, one)
		}
		if !found || !strings.HasPrefix(said, "keyring:deploy: ") || strings.Contains(said, secret) {
			t.Errorf("got %q, want %q", said, says)
		}
	}
	hung.Continue()
	if _, found := hung.LookupIn("keyctl-keys", "deploy"); found {
		t.Error("it was stored all the same")
	}
}

func TestAKeyringThatStoresSomethingElseFails(t *testing.T) {
	t.Parallel()
	for says, faults := range map[string]fakekeyring.Faults{
		"gives another secret": {Stores: []byte("some-other")},
		"the keyring failed":   {Refuses: "no room for SECRET"},
	} {
		s := realkeyring.StartBus(t)
		fakekeyring.Start(t, s.Address(), faults)
		said := begin(t, s.Env(), errand{Words: []string{"keyring:deploy"}, Secret: secret})()
		if !strings.Contains(said, says) || strings.Contains(said, secret) || strings.Contains(said, "some-other") {
			t.Errorf("got %q, want %q", said, says)
		}
	}
}
