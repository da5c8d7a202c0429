// Package keyring keeps credentials in the keyring of the operating system,
// and never believes it: what was stored is read back, what was deleted is looked
// for, and a keyring that doesn't answer in time is left alone.
package keyring

import (
	"cmp"
	"context"
)

// usualService is what credentials are filed under.
const usualService = "keyctl"

// Keyring is the keyring of the operating system (Secret Service, macOS
// Keychain, Windows Credential Manager). It never falls back to another place.
//
// A process has one session bus: the first that a Keyring finds.
type Keyring struct {
	Environment func(string) string // to find the session bus; nil is the environment of the process
	Person      bool                // a person may be there to unlock it: wait up to 60 s instead of 3 s
	Waiting     func()              // is called once, after 3 s, when it waits longer; may be nil
	Service     string              // what the entries are filed under; "" is keyctl, for credentials

	limits limits // zero is as documented; tests on slow machines, and those that wait on purpose, have others
}

func (k Keyring) service() string { return cmp.Or(k.Service, usualService) }

// wait is how long an entry may take.
func (k Keyring) wait() wait {
	notice := cmp.Or(k.limits.alone, alone)
	limit := notice
	if k.Person {
		limit = cmp.Or(k.limits.person, person)
	}
	return wait{limit, func() error { return lateError(limit, k.Person) }, notice, k.Waiting}
}

// use makes sure that the keyring can be used at all, then calls it.
func (k Keyring) use(ctx context.Context, account string, call func() (string, error)) (string, error) {
	if err := checkName(account); err != nil {
		return "", err
	}
	locked, err := look(ctx, k.Environment, cmp.Or(k.limits.alone, alone))
	if err != nil {
		return "", err
	}
	if locked && !k.Person {
		return "", lockedError()
	}
	text, err := await(ctx, k.wait(), call)
	return text, explain(err, account, locked)
}
