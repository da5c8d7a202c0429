package keyring

import (
	"os"
	"path/filepath"
	"testing"

	"keyctl/internal/realkeyring"
)

// launcher puts a dbus-launch first in PATH that leaves a mark when it runs.
// It gives the environment for it, and where the mark would be.
func launcher(t *testing.T) (environment, mark string) {
	t.Helper()
	folder := t.TempDir()
	mark = filepath.Join(folder, "mark")
	script := "#!/bin/sh\necho ran >'" + mark + "'\nexit 1\n"
	if err := os.WriteFile(filepath.Join(folder, "dbus-launch"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return "PATH=" + folder + ":" + os.Getenv("PATH"), mark
}

// absent fails if there is a file.
func absent(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("%s is there (%v)", path, err)
	}
}

func TestNoBusIsEverStarted(t *testing.T) {
	t.Parallel()
	path, mark := launcher(t)
	for _, address := range []string{"", "autolaunch:", "autolaunch:scope=*user", ";autolaunch:;"} {
		environment := []string{path, "XDG_RUNTIME_DIR=" + t.TempDir(), "DBUS_SESSION_BUS_ADDRESS=" + address}
		for _, asked := range everything() {
			ask(t, environment, asked.withPerson()).fails(t, "there is no session bus, and so no keyring")
		}
	}
	absent(t, mark)
}

func TestABusIsFoundWithoutItsAddress(t *testing.T) {
	t.Parallel()
	path, mark := launcher(t)
	s := realkeyring.Start(t)
	for _, address := range []string{"", "autolaunch:"} {
		environment := append(s.EnvWithoutAddress(), path, "DBUS_SESSION_BUS_ADDRESS="+address)
		for _, asked := range []request{check(), set("work", "some-secret"), get("work"), remove("work")} {
			asked.Bare = asked.Verb == "get"
			ask(t, environment, asked).works(t)
		}
	}
	absent(t, mark)
}

func TestAnAddressThatLeadsNowhere(t *testing.T) {
	t.Parallel()
	path, mark := launcher(t)
	for _, address := range []string{"unix:path=" + filepath.Join(t.TempDir(), "bus"), "nonsense", "unixexec:path=/bin/true", "unix:"} {
		environment := []string{path, "XDG_RUNTIME_DIR=" + t.TempDir(), "DBUS_SESSION_BUS_ADDRESS=" + address}
		ask(t, environment, get("work").withPerson()).fails(t, "cannot reach the session bus: ")
	}
	absent(t, mark)
}
