package emulator

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

func TestActiveLimit(t *testing.T) {
	t.Parallel()
	now := testNow()
	_, account := open(t, Settings{InMemory: true, Limit: 3, Now: func() time.Time { return now }})
	short := draft("short")
	short.Expires = now.Add(time.Minute)
	for _, d := range []Draft{short, draft("a"), draft("b")} {
		create(t, account, d)
	}
	full := func(when string) {
		t.Helper()
		if _, err := account.Create(t.Context(), draft("more")); !errors.Is(err, ErrActiveLimit) {
			t.Errorf("%s: got %v, want %v", when, err, ErrActiveLimit)
		}
	}
	full("at the limit")
	if _, err := account.Revoke(t.Context(), "id-a"); err != nil {
		t.Fatal(err)
	}
	create(t, account, draft("c"))
	full("after revoke")
	now = now.Add(time.Minute)
	create(t, account, draft("d"))
	full("after expiry")
	now = now.Add(-time.Second)
	full("with the clock set back")
}

func TestActiveLimitFollowsExpiry(t *testing.T) {
	t.Parallel()
	now := testNow()
	_, account := open(t, Settings{InMemory: true, Limit: 1, Now: func() time.Time { return now }})
	create(t, account, draft("a"))
	soon, never := now.Add(time.Minute), time.Time{}
	for _, expires := range []*time.Time{&soon, &never, &soon} {
		if _, err := account.Change(t.Context(), "id-a", Change{Expires: expires}); err != nil {
			t.Fatal(err)
		}
	}
	now = soon
	create(t, account, draft("b"))
	if _, err := account.Create(t.Context(), draft("c")); !errors.Is(err, ErrActiveLimit) {
		t.Errorf("got %v, want %v", err, ErrActiveLimit)
	}
}

func TestLimitBelongsToTheConsole(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ rule, setting, limit, rate int }{{0, 0, 0, 0}, {5, 0, 5, 5}, {0, 7, 7, 0}, {5, 7, 7, 7}} {
		got := Settings{Limit: test.setting, RequestsPerMinute: test.setting}.over(Rules{ActiveKeys: test.rule, RequestsPerMinute: test.rule})
		if got.ActiveKeys != test.limit || got.RequestsPerMinute != test.rate {
			t.Errorf("rule %d, setting %d: got %+v", test.rule, test.setting, got)
		}
	}
}

func TestParallelCreatesStayWithinTheLimit(t *testing.T) {
	t.Parallel()
	_, account := open(t, Settings{InMemory: true, Limit: 5})
	var made, refused int
	count(12, func(i int) error {
		_, err := account.Create(t.Context(), draft(fmt.Sprint(i)))
		return err
	}, func(err error) {
		switch {
		case err == nil:
			made++
		case errors.Is(err, ErrActiveLimit):
			refused++
		default:
			t.Error(err)
		}
	})
	if made != 5 || refused != 7 {
		t.Errorf("%d made, %d refused", made, refused)
	}
}

// count runs do in parallel and gives each outcome to note, one after another.
func count(times int, do func(int) error, note func(error)) {
	var group sync.WaitGroup
	var mutex sync.Mutex
	for i := range times {
		group.Go(func() {
			err := do(i)
			mutex.Lock()
			defer mutex.Unlock()
			note(err)
		})
	}
	group.Wait()
}

func TestRoom(t *testing.T) {
	t.Parallel()
	now := testNow()
	_, account := open(t, Settings{InMemory: true, Limit: 1, Now: func() time.Time { return now }})
	if err := account.Room(t.Context()); err != nil {
		t.Errorf("an account without keys: %v", err)
	}
	short := draft("short")
	short.Expires = now.Add(time.Minute)
	create(t, account, short)
	if err := account.Room(t.Context()); !errors.Is(err, ErrActiveLimit) {
		t.Errorf("at the limit: got %v, want %v", err, ErrActiveLimit)
	}
	now = now.Add(time.Minute)
	if err := account.Room(t.Context()); err != nil {
		t.Errorf("after the expiry: %v", err)
	}
	if got := account.Now(); !got.Equal(now) {
		t.Errorf("now is %v, want %v", got, now)
	}
}
