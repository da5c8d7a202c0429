package keyring

import (
	"testing"

	"keyctl/internal/realkeyring"
)

// everything is one request of each kind.
func everything() []request {
	return []request{check(), get("work"), set("work", "some-secret"), remove("work")}
}

func TestALockedKeyringIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s := realkeyring.StartLocked(t)
	for _, asked := range everything() {
		told := ask(t, s.Env(), asked)
		told.fails(t, "the keyring is locked")
		told.within(t, soon)
	}
}

func TestALockedKeyringThatNobodyUnlocksStaysLocked(t *testing.T) {
	t.Parallel()
	s := realkeyring.StartLocked(t) // on its bus is nobody who could show a prompt
	for _, asked := range everything() {
		ask(t, s.Env(), asked.withPerson()).fails(t, "the keyring stayed locked")
	}
}

func TestAHangingKeyringIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	s := realkeyring.Start(t)
	ask(t, s.Env(), set("work", "some-secret")).works(t)
	s.Stop()
	var waits []func() answer
	for _, asked := range append(everything(), get("work").withPerson(), check().withPerson()) {
		waits = append(waits, begin(t, s.Env(), asked.inTime()))
	}
	for _, wait := range waits {
		told := wait()
		told.fails(t, "the keyring's service did not answer within 3s")
		told.within(t, soon)
	}
	s.Continue()
	if told := ask(t, s.Env(), get("work")); told.Secret != "some-secret" {
		t.Errorf("after it hung, it gives %q: %s", told.Secret, told.Failure)
	}
}

func TestAHangingBusIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	s := realkeyring.Start(t)
	s.StopBus()
	told := ask(t, s.Env(), get("work").withPerson().inTime())
	told.fails(t, "the session bus did not answer within 3s")
	told.within(t, soon)
}

func TestABusWithoutAKeyring(t *testing.T) {
	t.Parallel()
	s := realkeyring.StartBus(t)
	for _, asked := range everything() {
		ask(t, s.Env(), asked.withPerson()).fails(t, "no keyring answers on the session bus")
	}
}

func TestAKeyringThatWasNeverSetUp(t *testing.T) {
	t.Parallel()
	for _, s := range []*realkeyring.Session{realkeyring.StartNeverSetUp(t), realkeyring.StartOnDemand(t)} {
		for _, asked := range everything() {
			ask(t, s.Env(), asked).fails(t, "the keyring was never set up")
			ask(t, s.Env(), asked.withPerson()).fails(t, "the keyring was never set up")
		}
	}
}

func TestABusThatIsGone(t *testing.T) {
	t.Parallel()
	s := realkeyring.Start(t)
	s.KillBus()
	for _, asked := range everything() {
		told := ask(t, s.Env(), asked.withPerson())
		told.fails(t, "cannot reach the session bus")
		told.within(t, soon)
	}
}
