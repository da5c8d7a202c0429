//go:build (dragonfly && cgo) || (freebsd && cgo) || linux || netbsd || openbsd

package keyring

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/godbus/dbus/v5"
)

const busVariable = "DBUS_SESSION_BUS_ADDRESS"

// busAddress gives where the session bus listens, "" if nowhere. It is where
// libdbus would look, and nothing is started: godbus would run dbus-launch,
// whose two daemons outlive us.
//
// A relative XDG_RUNTIME_DIR counts as none, as its specification says: the
// current directory configures nothing.
func busAddress(environment func(string) string) string {
	var given []string
	for one := range strings.SplitSeq(environment(busVariable), ";") {
		if one != "" && !strings.HasPrefix(one, "autolaunch:") {
			given = append(given, one)
		}
	}
	if len(given) > 0 {
		return strings.Join(given, ";")
	}
	folder := environment("XDG_RUNTIME_DIR")
	if !filepath.IsAbs(folder) {
		folder = "/run/user/" + strconv.Itoa(os.Getuid())
	}
	socket := filepath.Join(folder, "bus")
	if info, err := os.Stat(socket); err != nil || info.Mode().Type() != fs.ModeSocket {
		return ""
	}
	return "unix:path=" + dbus.EscapeBusAddressValue(socket)
}

// adopt makes go-keyring take the bus that was looked at. It asks the process's
// own environment, knows nothing of XDG_RUNTIME_DIR, and without an address
// starts a bus.
func adopt(address string) error {
	if os.Getenv(busVariable) == address {
		return nil
	}
	return os.Setenv(busVariable, address)
}
