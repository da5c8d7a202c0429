//go:build (dragonfly && cgo) || (freebsd && cgo) || linux || netbsd || openbsd

package keyring

import (
	"context"
	"os"
	"time"
)

// look finds out what go-keyring doesn't distinguish, or would wait for without
// end: whether there is a bus, a keyring on it that answers, and whether that
// is locked. A nil environment is the one of the process.
func look(ctx context.Context, environment func(string) string, limit time.Duration) (locked bool, err error) {
	if environment == nil {
		environment = os.Getenv
	}
	address := busAddress(environment)
	if address == "" {
		return false, noBusError()
	}
	within, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	// What heeds its context ends by itself, and says which step it was.
	// Reaching a bus over TCP doesn't.
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
