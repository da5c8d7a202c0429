package cmd_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"keyctl/internal/realkeyring"
)

// disk is a small file system of its own.
type disk struct {
	t    testing.TB
	path string
}

func newDisk(t testing.TB) disk {
	t.Helper()
	path := t.TempDir()
	if err := syscall.Mount("none", path, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("mounting a tmpfs isn't permitted here (%v): run the tests as root, with CAP_SYS_ADMIN in a container", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(path, syscall.MNT_DETACH) })
	return disk{t, path}
}

func (d disk) at(name string) string { return filepath.Join(d.path, name) }

// fill leaves no room.
func (d disk) fill() { _ = os.WriteFile(d.at("filler"), make([]byte, 1<<20), 0o600) }

func (d disk) clear() {
	d.t.Helper()
	if err := os.Remove(d.at("filler")); err != nil {
		d.t.Fatal(err)
	}
}

func (d disk) readOnly() {
	d.t.Helper()
	if err := syscall.Mount("none", d.path, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		d.t.Fatal(err)
	}
}

// onDisk is a trial whose journal lies on a disk, and is set up.
func onDisk(t testing.TB, small disk) *trial {
	t.Helper()
	mortal, err := exec.LookPath("keyctl")
	if err != nil {
		t.Fatal(err)
	}
	d := newTrial(t, mortal, 0)
	d.p = d.p.with("KEYCTL_JOURNAL=local", "XDG_STATE_HOME="+small.path)
	d.run("create", "--name", "first", "--to", "exec:cat").is(t, "set up", 0)
	d.run("revoke", "first", "--yes").is(t, "revoke", 0)
	d.c.forget()
	return d
}

// Where the journal or a sink can't be written, nothing is sent.
func TestAFullDiskOrAReadOnlyOneIsFoundBeforeTheCreate(t *testing.T) {
	t.Parallel()
	for what, spoil := range map[string]func(disk){"no space left": disk.fill, "read-only": disk.readOnly} {
		for _, to := range []string{"exec:cat", "file:SMALL/key", "env:SMALL/.env#A"} {
			journal, place := newDisk(t), newDisk(t)
			d := onDisk(t, journal)
			if to == "exec:cat" {
				spoil(journal)
			} else {
				spoil(place)
			}
			r := d.run("create", "--name", "x", "--to", strings.Replace(to, "SMALL", place.path, 1))
			r.is(t, what+": "+to, 1, what)
			if posts := d.c.count(http.MethodPost); posts > 0 {
				t.Errorf("%s: %s: sent %d times", what, to, posts)
			}
		}
	}
}

// The room for the answer is taken before the create is sent.
func TestAFullDiskWhileTheRequestIsUnderWayLosesNothing(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"file:key", "exec:false", "file:SMALL/key", "env:SMALL/.env#A"} {
		small := newDisk(t)
		d := onDisk(t, small)
		d.meet(func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
			small.fill()
			d.give(w, r, effect)
		})
		r := d.run("create", "--name", "x", "--to", strings.Replace(to, "SMALL", small.path, 1))
		secret := d.secret(d.c.keys(t)[0].ID)
		if to == "file:key" { // the sink's own disk has room
			if r.is(t, to, 0); readFile(t, filepath.Join(d.p.dir, "key")) != secret {
				t.Errorf("%s: the sink holds something else", to)
			}
			d.nothingPending()
			continue
		}
		r.is(t, to, 1, "it is safe in the journal")
		entries := d.pending()
		if len(entries) != 1 {
			t.Fatalf("%s: pending are %v", to, entries)
		}
		if to != "exec:false" { // still full
			d.run("recover", entries[0].ID, "--to", strings.Replace(to, "SMALL", small.path, 1)).is(t, to, 1, "no space left")
		}
		d.recovers(entries[0], secret)
		small.clear()
		d.meet(nil)
		d.goesOn()
	}
}

// A keyring that hangs is given up in time, whether a secret was to go there or
// what opens the journal lies there.
func TestAKeyringThatStopsDuringACreateLosesNothing(t *testing.T) {
	t.Parallel()
	mortal, err := exec.LookPath("keyctl")
	if err != nil {
		t.Fatal(err)
	}
	for _, journal := range []string{"local", "keyring"} {
		session := realkeyring.Start(t)
		d := newTrial(t, mortal, 0)
		d.p = d.p.with(session.Env()...).with("KEYCTL_JOURNAL=" + journal)
		d.meet(func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
			session.Stop()
			d.give(w, r, effect)
		})
		// How long it was waited for is what it says.
		d.run("create", "--name", "x", "--to", "keyring:deploy").is(t, journal, 1, "did not answer within 3s", "it is safe in the journal")
		entry, secret := d.pending()[0], d.secret(d.c.keys(t)[0].ID)
		if journal == "keyring" {
			d.run("recover", entry.ID, "--to", "file:key").is(t, journal, 3, "did not answer within 3s")
		}
		session.Continue()
		d.run("recover", entry.ID, "--to", "keyring:deploy", "--force").is(t, journal, 0)
		if text, _ := session.LookupIn("keyctl-keys", "deploy"); text != secret {
			t.Errorf("%s: the keyring holds something else", journal)
		}
		d.nothingPending()
		d.meet(nil)
		d.goesOn()
	}
}
