package emulator

import (
	"errors"
	"testing"
	"time"
)

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
