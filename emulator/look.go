package emulator

import (
	"context"
	"time"
)

// Room says with [ErrActiveLimit] that the account has no room for one more
// key. Only [Account.Create] can say that there is: others create keys, too.
func (a *Account) Room(ctx context.Context) error {
	return a.view(ctx, func(s shelf) error {
		if s.root == nil {
			return nil
		}
		return s.checkRoom(a.rules.ActiveKeys, a.now())
	})
}

// Now is the emulator's time.
func (a *Account) Now() time.Time { return stamp(a.now()) }
