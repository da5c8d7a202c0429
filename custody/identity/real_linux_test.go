package identity

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/creack/pty"

	"keyctl/config/keyring"
	"keyctl/internal/errs"
	"keyctl/internal/realkeyring"
	"keyctl/internal/secrets"
)

// on gives a keeper with the keyring of a session.
func on(t *testing.T, session *realkeyring.Session, choice Place) Keeper {
	t.Helper()
	k := keeper(t, choice)
	k.Keyring = keyring.Keyring{Environment: func(name string) string {
		for _, entry := range session.Env() {
			if key, value, _ := strings.Cut(entry, "="); key == name {
				return value
			}
		}
		return ""
	}}
	return k
}

// It is one test, because a process has one session bus.
func TestARealKeyringKeepsTheIdentity(t *testing.T) {
	session := realkeyring.Start(t)
	k := unasked(t, on(t, session, ""))
	r := recipient(t, k)
	if r.Place != InKeyring {
		t.Fatalf("got %+v", r)
	}
	opens(t, k, r)
	// secret-tool, which knows nothing of us, finds the same.
	stored, found := session.Lookup("journal " + r.Text)
	if identity, err := age.ParseX25519Identity(stored); !found || err != nil || identity.Recipient().String() != r.Text {
		t.Errorf("secret-tool finds %d bytes, %v", len(stored), err)
	}

	const limit = 20 * time.Second // a D-Bus call that nobody bounds takes 25 s
	bounded := func(name string, call func()) {
		t.Helper()
		since := time.Now()
		if call(); time.Since(since) > limit {
			t.Errorf("%s took %s", name, time.Since(since))
		}
	}
	for state, change := range map[string]func(){"locked": session.Lock, "stopped": session.Stop} {
		change()
		sealing := k
		sealing.Keyring = idle{t}
		if again := recipient(t, sealing); again != r {
			t.Errorf("%s: got %+v", state, again)
		}
		bounded(state+": opening", func() {
			_, err := k.Identity(t.Context(), r)
			wrong(t, state, err, errs.Denied, "cannot be read from the keyring", "unlock or start")
		})
		other := on(t, session, "")
		if found := recipient(t, other); found.Place != InFile {
			t.Errorf("%s: got %+v", state, found)
		}
		bounded(state+": finding no place", func() {
			other := unasked(t, on(t, session, ""))
			other.HasPassphrase = false
			if found, err := other.Recipient(t.Context()); found != (Recipient{}) || err != nil {
				t.Errorf("%s: got %+v, %v", state, found, err)
			}
			holds(t, other)
		})
		bounded(state+": the keyring by choice", func() {
			chosen := on(t, session, InKeyring)
			_, err := chosen.Recipient(t.Context())
			wrong(t, state, err, errs.Denied, "cannot be kept in the keyring", "KEYCTL_JOURNAL")
			holds(t, chosen)
		})
		if state == "stopped" {
			session.Continue()
		}
	}
}

// idle is a keyring that must not be asked.
type idle struct{ t *testing.T }

func (i idle) Check(context.Context) error {
	i.t.Error("the keyring was checked")
	return nil
}

func (i idle) Get(context.Context, string) (secrets.Secret, error) {
	i.t.Error("the keyring was read")
	return secrets.Secret{}, nil
}

func (i idle) Set(context.Context, string, secrets.Secret) error {
	i.t.Error("the keyring was written")
	return nil
}

// program runs one of age's programs and types the passphrase where it asks.
func program(t *testing.T, arguments ...string) {
	t.Helper()
	if _, err := exec.LookPath("age"); err != nil {
		t.Skip("age isn't installed: apt-get install age")
	}
	command := exec.CommandContext(t.Context(), "age", arguments...)
	terminal, err := pty.Start(command)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }()
	var said strings.Builder
	for buffer, asked := make([]byte, 1024), false; ; {
		n, err := terminal.Read(buffer)
		said.Write(buffer[:n])
		if !asked && strings.Contains(said.String(), "passphrase") && strings.Contains(said.String(), ": ") {
			asked = true
			_, _ = terminal.WriteString(phrase + "\n")
		}
		if err != nil {
			break
		}
	}
	if err := command.Wait(); err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
}

func TestTheAgeProgramOpensWhatIsSealed(t *testing.T) {
	t.Parallel()
	for place, file := range map[Place]string{InFile: "identity.age", Local: "identity"} {
		k := keeper(t, place)
		r := recipient(t, k)
		folder := t.TempDir()
		plain, sealed, opened := filepath.Join(folder, "plain"), filepath.Join(folder, "sealed"), filepath.Join(folder, "opened")
		if err := os.WriteFile(plain, []byte("a secret"), 0o600); err != nil {
			t.Fatal(err)
		}
		program(t, "--encrypt", "--recipients-file", k.at(string(place)+".recipient"), "--output", sealed, plain)
		program(t, "--decrypt", "--identity", k.at(file), "--output", opened, sealed)
		if got := content(t, opened); got != "a secret" {
			t.Errorf("%s: got %q", place, got)
		}
		if place == InFile { // the file itself, too
			identity := filepath.Join(folder, "identity")
			program(t, "--decrypt", "--output", identity, k.at(file))
			if made, err := age.ParseX25519Identity(strings.TrimSuffix(content(t, identity), "\n")); err != nil || made.Recipient().String() != r.Text {
				t.Errorf("got another identity: %v", err)
			}
		}
	}
}
