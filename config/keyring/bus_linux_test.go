package keyring

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// socket makes a socket that a bus could listen on, and gives its folder.
func socket(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "a,b") // to be escaped in an address
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("unix", filepath.Join(folder, "bus"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return folder
}

func TestWhereTheBusIsLookedFor(t *testing.T) {
	t.Parallel()
	folder, file := socket(t), t.TempDir()
	if err := os.WriteFile(filepath.Join(file, "bus"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	found := "unix:path=" + strings.ReplaceAll(folder, ",", "%2c") + "/bus"
	for _, test := range []struct{ address, runtime, want string }{
		{"unix:path=/given", folder, "unix:path=/given"},
		{"unix:path=/one;unix:path=/two", folder, "unix:path=/one;unix:path=/two"},
		{"autolaunch:;unix:path=/given;", folder, "unix:path=/given"},
		{"", folder, found},
		{"autolaunch:", folder, found},
		{"autolaunch:scope=*user", folder, found},
		{"", t.TempDir(), ""},
		{"", file, ""},
		{"", filepath.Join(folder, "none"), ""},
		{"autolaunch:", file, ""},
	} {
		got := busAddress(func(name string) string {
			return map[string]string{"DBUS_SESSION_BUS_ADDRESS": test.address, "XDG_RUNTIME_DIR": test.runtime}[name]
		})
		if got != test.want {
			t.Errorf("%q, %q: %q, want %q", test.address, test.runtime, got, test.want)
		}
	}
}

func TestTheCurrentFolderIsNoRuntimeFolder(t *testing.T) {
	folder := socket(t)
	t.Chdir(folder)
	got := busAddress(func(name string) string { return map[string]string{"XDG_RUNTIME_DIR": "."}[name] })
	if strings.Contains(got, filepath.Base(folder)) {
		t.Errorf("it takes the bus of the current folder: %q", got)
	}
}
