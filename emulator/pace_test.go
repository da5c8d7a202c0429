package emulator

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// paced is an account with a rate, and its clock.
func paced(t *testing.T, rate int) (*Account, *time.Time) {
	t.Helper()
	now := testNow()
	_, account := open(t, Settings{InMemory: true, Now: func() time.Time { return now }})
	account.rules.RequestsPerMinute = rate
	return account, &now
}

func TestAdmit(t *testing.T) {
	t.Parallel()
	account, now := paced(t, 3)
	start := *now
	for _, step := range []struct {
		at   time.Duration
		wait time.Duration
	}{
		{0, 0},
		{10 * time.Second, 0},
		{20 * time.Second, 0},
		{20 * time.Second, 40 * time.Second},
		{59 * time.Second, time.Second},
		{time.Minute - 1, 1},
		{time.Minute, 0},
		{time.Minute, 10 * time.Second},
		{70*time.Second - 1, 1},
		{70 * time.Second, 0},
		{90 * time.Second, 0},
		{90 * time.Second, 30 * time.Second},
		{10 * time.Minute, 0},
		{10 * time.Minute, 0},
		{10 * time.Minute, 0},
		{10 * time.Minute, time.Minute},
	} {
		*now = start.Add(step.at)
		if wait, ok := account.Admit("a"); wait != step.wait || ok != (step.wait == 0) {
			t.Errorf("after %v: got %v, %v, want %v", step.at, wait, ok, step.wait)
		}
	}
	for _, secret := range []string{"b", ""} {
		if wait, ok := account.Admit(secret); !ok || wait != 0 {
			t.Errorf("%q waits for another secret: %v", secret, wait)
		}
	}
	*now = start
	if _, ok := account.Admit("a"); !ok {
		t.Error("a clock that was set back shuts out")
	}
}

func TestAdmitWithoutALimit(t *testing.T) {
	t.Parallel()
	account, _ := paced(t, 0)
	for range 1000 {
		if wait, ok := account.Admit("a"); !ok || wait != 0 {
			t.Fatal(wait, ok)
		}
	}
	if len(account.pace.admitted) > 0 {
		t.Error("it counts for nothing")
	}
}

func TestAdmitForgets(t *testing.T) {
	t.Parallel()
	account, now := paced(t, 2)
	for i := range 3000 {
		account.Admit(fmt.Sprint(i))
		for range 3 {
			account.Admit("busy")
		}
		*now = now.Add(100 * time.Millisecond)
		if kept := len(account.pace.admitted); kept > 1202 {
			t.Fatalf("%d secrets are remembered", kept)
		}
	}
	for who, times := range account.pace.admitted {
		if len(times) > 2 || cap(times) > 8 {
			t.Errorf("%x is remembered %d times, with room for %d", who, len(times), cap(times))
		}
	}
	*now = now.Add(time.Minute)
	account.Admit("last")
	if kept := len(account.pace.admitted); kept != 1 {
		t.Errorf("%d secrets are remembered after a quiet minute", kept)
	}
}

func TestAdmitUnderConcurrency(t *testing.T) {
	t.Parallel()
	account, _ := paced(t, 7)
	admitted := 0
	count(30, func(int) error {
		if wait, ok := account.Admit("a"); !ok {
			return &TooMany{Wait: wait}
		}
		return nil
	}, func(err error) {
		if err == nil {
			admitted++
		}
	})
	if admitted != 7 {
		t.Errorf("%d requests were admitted", admitted)
	}
}

func TestTooManyAnnouncesTheWait(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{
		0: "1", 1: "1", time.Second: "1", time.Second + 1: "2", 59*time.Second + time.Millisecond: "60", time.Minute: "60", -time.Hour: "1",
	} {
		header := make(http.Header)
		(&TooMany{Wait: wait}).Announce(header)
		if got := header.Get("Retry-After"); got != want {
			t.Errorf("%v: got %q, want %q", wait, got, want)
		}
	}
}
