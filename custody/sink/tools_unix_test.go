//go:build unix

package sink

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func need(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s isn't installed", program)
	}
}

// output runs a program that has to succeed.
func output(t *testing.T, environment []string, words ...string) string {
	t.Helper()
	running := exec.CommandContext(t.Context(), words[0], words[1:]...)
	running.Env = environment
	said, err := running.Output()
	if err != nil {
		t.Fatalf("%q: %v", words, err)
	}
	return string(said)
}

func TestThePassProgramTakesTheSecret(t *testing.T) {
	t.Parallel()
	need(t, "pass")
	need(t, "gpg")
	home, err := os.MkdirTemp("", "keyctl-pass") //nolint:usetesting // t.TempDir's path may be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	environment := []string{"HOME=" + home, "GNUPGHOME=" + home, "PASSWORD_STORE_DIR=" + filepath.Join(home, "store"), "PATH=" + os.Getenv("PATH")}
	t.Cleanup(func() {
		ending := exec.Command("gpgconf", "--kill", "all")
		ending.Env = environment
		_ = ending.Run()
		_ = os.RemoveAll(home)
	})
	output(t, environment, "gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", "keyctl-test", "default", "default", "never")
	output(t, environment, "pass", "init", "keyctl-test")
	printed := &buffer{}
	got := open(t, "exec:pass insert -m 'deploy key'", Tools{Environment: environment, Stderr: redacting(printed)})
	for _, err := range []error{got.Ready(t.Context()), got.Put(t.Context(), created(secret))} {
		if err != nil {
			t.Fatalf("%v: %s", err, printed.String())
		}
	}
	if said := output(t, environment, "pass", "show", "deploy key"); said != secret {
		t.Errorf("pass shows %q", said)
	}
	if strings.Contains(printed.String(), secret) {
		t.Errorf("printed %q", printed.String())
	}
}

func TestTheAgeProgramTakesTheSecret(t *testing.T) {
	t.Parallel()
	need(t, "age")
	need(t, "age-keygen")
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	output(t, os.Environ(), "age-keygen", "-o", at("identity"))
	recipient := strings.TrimSpace(output(t, os.Environ(), "age-keygen", "-y", at("identity")))
	got := open(t, "exec:age -r "+recipient+` -o "`+at("key.age")+`"`, Tools{})
	for _, err := range []error{got.Ready(t.Context()), got.Put(t.Context(), created(secret))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if said := output(t, os.Environ(), "age", "-d", "-i", at("identity"), at("key.age")); said != secret {
		t.Errorf("age gives %q", said)
	}
	if err := open(t, "exec:age -r nonsense", Tools{}).Put(t.Context(), created(secret)); err == nil {
		t.Error("age took a recipient that is none")
	}
}
