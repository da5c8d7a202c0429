//go:build (dragonfly && cgo) || (freebsd && cgo) || linux || netbsd || openbsd

package keyring

import (
	"cmp"
	"context"
	"os"
)

// look finds out what go-keyring doesn't tell apart, or would wait for without
// end: whether there is a bus, a keyring on it that answers, and whether that
// is locked.
func (k Keyring) look(ctx context.Context) (locked bool, err error) {
	environment := k.Environment
	if environment == nil {
		environment = os.Getenv
	}
	address := busAddress(environment)
	if address == "" {
		return false, noBusError()
	}
	limit := cmp.Or(k.limits.alone, alone)
	within, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	// What heeds its context ends by itself, and says which step it was. To
	// reach a bus over TCP doesn't.
	w := wait{limit: limit + limit/3, late: busLateError}
	locked, err = await(ctx, w, func() (bool, error) { return inspect(within, address) })
	if err != nil {
		return false, err
	}
	if err := adopt(address); err != nil {
		return false, busError(err)
	}
	return locked, nil
}
