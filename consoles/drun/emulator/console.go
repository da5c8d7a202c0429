package emulator

import (
	"context"

	"keyctl/emulator"
)

// console answers the requests to d.run.
type console struct {
	account *emulator.Account
	secrets *secrets
}

func newConsole(account *emulator.Account) console {
	return console{account, &secrets{byID: map[string]string{}}}
}

// place is where keys live: a workspace, or with "" a member's own account.
type place struct {
	member, workspace string
}

func (p place) holds(owner, workspace string) bool {
	return workspace == p.workspace && (workspace != "" || owner == p.member)
}

// find gives a key if it lives in this place, which it never leaves.
func (c console) find(ctx context.Context, id string, at place) (emulator.Key, error) {
	found, err := c.account.Find(ctx, id)
	if err == nil && !at.holds(found.Owner, found.Workspace) {
		err = emulator.ErrUnknownKey
	}
	return found, err
}
