package keyring

import (
	"testing"
	"time"

	"keyctl/internal/fakekeyring"
)

func TestADismissedPromptIsNoSuccess(t *testing.T) {
	t.Parallel()
	s, fake := badDay(t, fakekeyring.Faults{Asks: true, Prompt: fakekeyring.Dismissed})
	ask(t, s.Env(), set("work", "some-secret")).fails(t, "the keyring did not store the secret, though it said so")
	fake.Has("work", "old-secret")
	ask(t, s.Env(), set("work", "some-secret")).fails(t, `the keyring gives another secret for "work" than the one just stored`)
	ask(t, s.Env(), remove("work")).fails(t, `the keyring still has a secret for "work"`)
}

func TestADismissedUnlockIsNoSuccess(t *testing.T) {
	t.Parallel()
	for _, ending := range []fakekeyring.Ending{fakekeyring.Dismissed, fakekeyring.Nonsense} {
		s, fake := badDay(t, fakekeyring.Faults{Locked: true, Prompt: ending})
		fake.Has("work", "old-secret")
		for _, asked := range everything() {
			told := ask(t, s.Env(), asked.withPerson())
			if ending == fakekeyring.Nonsense {
				told.fails(t, "the connection to the keyring broke")
			} else {
				told.fails(t, "the keyring stayed locked")
			}
		}
	}
}

func TestAPromptThatNobodyAnswers(t *testing.T) {
	t.Parallel()
	s, _ := badDay(t, fakekeyring.Faults{Locked: true, Prompt: fakekeyring.Never})
	var waits []func() answer
	for _, asked := range everything() {
		waits = append(waits, begin(t, s.Env(), asked.withPerson().inTime()))
	}
	for _, wait := range waits {
		told := wait()
		told.fails(t, "the keyring did not answer within 4s")
		told.within(t, soon+time.Second)
		if told.Waited != 1 {
			t.Errorf("it was told to wait %d times", told.Waited)
		}
	}
}

func TestAPromptWhileNobodyIsThere(t *testing.T) {
	t.Parallel()
	s, fake := badDay(t, fakekeyring.Faults{Asks: true, Prompt: fakekeyring.Never})
	told := ask(t, s.Env(), set("work", "some-secret").inTime())
	told.fails(t, "the keyring did not answer within 3s")
	told.within(t, soon)
	if told.Waited != 0 {
		t.Error("nobody is there, and is told to wait")
	}
	if told, found := fake.Value(); found {
		t.Errorf("it has stored %q", told)
	}
}

func TestAWaitThatIsInterrupted(t *testing.T) {
	t.Parallel()
	s, _ := badDay(t, fakekeyring.Faults{Locked: true, Prompt: fakekeyring.Never})
	asked := get("work").withPerson().inTime()
	asked.Cancel = true
	told := ask(t, s.Env(), asked)
	told.fails(t, "the wait for the keyring was interrupted")
	if !told.Interrupted || told.Waited != 1 {
		t.Errorf("interrupted: %t, told to wait %d times", told.Interrupted, told.Waited)
	}
	told.within(t, soon)
}

func TestABusThatDiesUnderAPrompt(t *testing.T) {
	t.Parallel()
	for _, asked := range []request{get("work"), set("work", "some-secret"), remove("work"), check()} {
		s, fake := badDay(t, fakekeyring.Faults{Locked: true, Prompt: fakekeyring.Never})
		wait := begin(t, s.Env(), asked.withPerson())
		<-fake.Prompted()
		s.KillBus()
		told := wait()
		told.fails(t, "the connection to the keyring broke")
		told.within(t, soon)
	}
}
