//go:build (dragonfly && cgo) || (freebsd && cgo) || linux || netbsd || openbsd

package keyring

import (
	"context"
	"errors"
	"slices"

	"github.com/godbus/dbus/v5"
)

const (
	secretService = "org.freedesktop.secrets"
	root          = dbus.ObjectPath("/org/freedesktop/secrets")
	login         = root + "/collection/login"
	usual         = root + "/aliases/default"
)

// inspect uses a connection of its own, which it can close whatever happens.
func inspect(ctx context.Context, address string) (locked bool, err error) {
	bus, err := dbus.Connect(address, dbus.WithContext(ctx))
	switch {
	case ctx.Err() != nil:
		return false, busLateError()
	case err != nil:
		return false, busError(err)
	}
	defer func() { _ = bus.Close() }()
	if err := ping(ctx, bus); err != nil {
		return false, err
	}
	path, err := collection(ctx, bus)
	if err != nil {
		return false, err
	}
	err = property(ctx, bus.Object(secretService, path), "org.freedesktop.Secret.Collection", "Locked", &locked)
	return locked, err
}

// ping finds out whether a service answers; the bus may start the keyring's
// service for it. An answer that it knows no such call is one, too.
func ping(ctx context.Context, bus *dbus.Conn) error {
	err := bus.Object(secretService, root).CallWithContext(ctx, "org.freedesktop.DBus.Peer.Ping", 0).Err
	answer, ok := errors.AsType[dbus.Error](err)
	switch {
	case err == nil || ok && slices.Contains(unknown(), answer.Name):
		return nil
	case ok:
		return noServiceError(answer)
	}
	return failure(ctx, err)
}

// collection gives the collection that go-keyring is going to use. Without any
// it would only say that it failed to unlock the correct one.
func collection(ctx context.Context, bus *dbus.Conn) (dbus.ObjectPath, error) {
	var paths []dbus.ObjectPath
	service := bus.Object(secretService, root)
	err := property(ctx, service, "org.freedesktop.Secret.Service", "Collections", &paths)
	if err != nil || slices.Contains(paths, login) {
		return login, err
	}
	var path dbus.ObjectPath
	err = service.CallWithContext(ctx, "org.freedesktop.Secret.Service.ReadAlias", 0, "default").Store(&path)
	switch {
	case err != nil:
		return "", failure(ctx, err)
	case path == "/":
		return "", neverSetUpError()
	}
	return usual, nil
}

func property(ctx context.Context, object dbus.BusObject, of, name string, value any) error {
	err := object.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, of, name).Store(value)
	return failure(ctx, err)
}
