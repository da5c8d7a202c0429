//go:build (dragonfly && cgo) || (freebsd && cgo) || linux || netbsd || openbsd

package keyring

import (
	"context"
	"errors"
	"io"

	"github.com/godbus/dbus/v5"

	"keyctl/internal/safetext"
)

// failure gives what a call of the look at the keyring failed with.
func failure(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return silentError()
	case gone(err):
		return brokenError(err)
	}
	return failedError(err)
}

// gone reports whether an error means that the bus went away.
func gone(err error) bool {
	return errors.Is(err, dbus.ErrClosed) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// answered reports whether an error came over the bus, and is not go-keyring's
// own.
func answered(err error) bool {
	_, ok := errors.AsType[dbus.Error](err)
	return ok
}

// unknown lists the errors by which a service says that it has no such call.
func unknown() []string {
	return []string{
		"org.freedesktop.DBus.Error.UnknownMethod",
		"org.freedesktop.DBus.Error.UnknownInterface",
		"org.freedesktop.DBus.Error.UnknownObject",
	}
}

func noBusError() error {
	return denied("there is no session bus, and so no keyring").
		WithHint("on a machine without a keyring, %s", elsewhere)
}

func busError(err error) error {
	return denied("cannot reach the session bus: %s", safetext.Quote(err.Error())).
		WithHint("see whether %s is right; on a machine without a keyring, %s", busVariable, elsewhere)
}

func busLateError() error {
	return denied("the session bus did not answer within %s", alone).
		WithHint("sign in to the desktop again, or %s", elsewhere)
}

func noServiceError(answer error) error {
	return denied("no keyring answers on the session bus: %s", safetext.Quote(answer.Error())).
		WithHint("start one, such as gnome-keyring, KWallet or KeePassXC; on a machine without a keyring, %s", elsewhere)
}

func silentError() error {
	return denied("the keyring's service did not answer within %s", alone).
		WithHint("it hangs: restart it, or %s", elsewhere)
}

func neverSetUpError() error {
	return denied("the keyring was never set up: it has no collection to store in").
		WithHint("sign in to the desktop once, or make a default keyring in its password manager; otherwise %s", elsewhere)
}
