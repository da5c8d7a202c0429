package identity

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/filelock"
	"keyctl/internal/secrets"
)

// childVariable makes the test program set up an identity: PLACE:FOLDER.
const childVariable = "IDENTITY_TEST_CHILD"

func TestMain(m *testing.M) {
	place, folder, isChild := strings.Cut(os.Getenv(childVariable), ":")
	if isChild {
		os.Exit(child(Place(place), folder))
	}
	os.Exit(m.Run())
}

// child prints the recipient.
func child(place Place, folder string) int {
	k := Keeper{Folder: folder, Choice: place, Passphrase: typed(phrase), HasPassphrase: true, Keyring: onDisk{folder + ".keyring", os.Getenv("IDENTITY_TEST_DIES")}, patience: time.Hour}
	r, err := k.Recipient(context.Background())
	if err != nil {
		_, _ = os.Stderr.WriteString(err.Error() + "\n")
		return 1
	}
	_, _ = os.Stdout.WriteString(r.Text)
	return 0
}

// command is a child that sets up an identity.
func command(t *testing.T, k Keeper, env ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(append(os.Environ(), childVariable+"="+string(k.Choice)+":"+k.Folder), env...)
	child.Stderr = os.Stderr
	return child
}

// onDisk is a keyring that several processes share. It can end its process.
type onDisk struct{ folder, dies string }

func (o onDisk) path(account string) string {
	return filepath.Join(o.folder, strings.ReplaceAll(account, " ", "-"))
}

func (o onDisk) die(at string) {
	if o.dies == at {
		self, _ := os.FindProcess(os.Getpid())
		_ = self.Kill()
		select {}
	}
}

func (o onDisk) Check(context.Context) error { o.die("check"); return nil }

func (o onDisk) Get(_ context.Context, account string) (secrets.Secret, error) {
	o.die("get")
	text, err := os.ReadFile(o.path(account))
	return secrets.New(string(text)), err
}

func (o onDisk) Set(_ context.Context, account string, secret secrets.Secret) error {
	o.die("before")
	if err := os.MkdirAll(o.folder, 0o700); err != nil {
		return err
	}
	err := os.WriteFile(o.path(account), []byte(secret.Reveal()), 0o600)
	o.die("after")
	return err
}

func TestSixteenAtOnceEndWithOneRecipient(t *testing.T) {
	t.Parallel()
	for _, choice := range []Place{"", InKeyring, InFile, Local} {
		k := keeper(t, choice)
		k.patience = time.Hour
		ring := &memory{}
		k.Keyring = ring
		var group sync.WaitGroup
		made := make([]Recipient, 16)
		for i := range made {
			group.Go(func() {
				var err error
				if made[i], err = k.Recipient(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		for _, one := range made {
			if one != made[0] || one.Text == "" {
				t.Errorf("%q: got %+v and %+v", choice, one, made[0])
			}
		}
		opens(t, k, made[0])
		if len(ring.entries) > 1 {
			t.Errorf("%q: the keyring holds %d identities", choice, len(ring.entries))
		}
	}
}

func TestSeveralProcessesEndWithOneRecipient(t *testing.T) {
	t.Parallel()
	for _, choice := range []Place{"", InKeyring, InFile, Local} {
		k := keeper(t, choice)
		k.Keyring = onDisk{folder: k.Folder + ".keyring"}
		var group sync.WaitGroup
		printed := make([]string, 5)
		for i := range printed {
			child := command(t, k)
			group.Go(func() {
				text, err := child.Output()
				if printed[i] = string(text); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		r := recipient(t, unasked(t, k))
		for _, text := range printed {
			if text != r.Text {
				t.Errorf("%q: a process has %q, and it is %q", choice, text, r.Text)
			}
		}
		opens(t, keeperOf(k), r)
	}
}

// keeperOf gives a keeper that knows the passphrase again.
func keeperOf(k Keeper) Keeper { k.Passphrase = typed(phrase); return k }

func TestWhoeverWaitsForASetUpGivesUp(t *testing.T) {
	t.Parallel()
	k := keeper(t, Local)
	put(t, k, "identity.lock", "")
	unlock, err := filelock.Lock(t.Context(), k.at("identity.lock"), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	k.patience = 20 * time.Millisecond
	_, err = k.Recipient(t.Context())
	wrong(t, "busy", err, errs.Usage, "another keyctl has been setting the journal up", "holds the lock")
	unlock()
	recipient(t, k)
}

// complete fails unless there is no recipient without its identity, and a next
// run makes or finds one.
func complete(t *testing.T, name string, k Keeper) {
	t.Helper()
	found, err := k.Found()
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if found != (Recipient{}) {
		opens(t, k, found)
	}
	next := recipient(t, k)
	if found != (Recipient{}) && next != found {
		t.Errorf("%s: another recipient than before", name)
	}
	opens(t, k, next)
}

func TestAKillAtTheKeyringLeavesNoRecipientWithoutItsIdentity(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"check", "before", "after", "get"} {
		k := keeper(t, InKeyring)
		k.Keyring = onDisk{folder: k.Folder + ".keyring"}
		if err := command(t, k, "IDENTITY_TEST_DIES="+at).Run(); err == nil {
			t.Errorf("%s: it wasn't killed", at)
		}
		if found, err := k.Found(); found != (Recipient{}) || err != nil {
			t.Errorf("%s: got %+v, %v", at, found, err)
		}
		complete(t, at, k)
	}
}

// TestAKilledSetUpIsCompleted kills each child when a certain file is there.
func TestAKilledSetUpIsCompleted(t *testing.T) {
	t.Parallel()
	killed := 0
	for place, marks := range map[Place][]string{
		InFile: {"identity.lock", "identity.age", "file.recipient"},
		Local:  {"identity.lock", ".identity.*.tmp", "identity", ".local.recipient.*.tmp", "local.recipient"},
	} {
		for _, mark := range marks {
			rounds := 4
			if place == InFile {
				rounds = 1 // each costs seconds under the race detector
			}
			for range rounds {
				k := keeper(t, place)
				child := command(t, k)
				if err := child.Start(); err != nil {
					t.Fatal(err)
				}
				ended := make(chan error, 1)
				go func() { ended <- child.Wait() }()
				for done := false; !done; {
					select {
					case err := <-ended:
						ended <- err
						done = true
					default:
						found, _ := filepath.Glob(k.at(mark))
						done = len(found) > 0
					}
				}
				_ = child.Process.Kill()
				if err := <-ended; err != nil {
					killed++
				}
				complete(t, string(place)+" at "+mark, k)
			}
		}
	}
	if killed == 0 {
		t.Error("no child was killed on its way")
	}
}

// An identity without its recipient is what a killed set-up leaves: it is taken
// on, not replaced.
func TestWhatAKilledSetUpLeftIsTakenOn(t *testing.T) {
	t.Parallel()
	for _, place := range []Place{InFile, Local} {
		k := keeper(t, place)
		first := recipient(t, k)
		if err := os.Remove(k.at(string(place) + ".recipient")); err != nil {
			t.Fatal(err)
		}
		confirmed := false
		k.Passphrase = func(_ context.Context, confirm bool) (secrets.Secret, error) {
			confirmed = confirmed || confirm
			return secrets.New(phrase), nil
		}
		if again := recipient(t, k); again != first || confirmed {
			t.Errorf("%s: got %+v, want %+v; asked for a new passphrase: %v", place, again, first, confirmed)
		}
		if err := os.Remove(k.at(string(place) + ".recipient")); err != nil {
			t.Fatal(err)
		}
		if place == InFile {
			k.Passphrase = typed("another")
			_, err := k.Recipient(t.Context())
			wrong(t, "another passphrase", err, errs.Denied, "does not open the identity file", "try again")
			holds(t, k, "identity.age", "identity.lock")
		}
	}
}
