//go:build unix

package agefile

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"keyctl/internal/secrets"
)

// ageProgram runs the age program at a terminal of its own, and types the
// passphrase whenever it asks.
func ageProgram(t *testing.T, arguments ...string) {
	t.Helper()
	if _, err := exec.LookPath("age"); err != nil {
		t.Skip("age isn't installed: apt-get install age")
	}
	bounded, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	command := exec.CommandContext(bounded, "age", arguments...)
	terminal, err := pty.Start(command)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = terminal.Close() }()
	var said strings.Builder
	asked := 0
	for buffer := make([]byte, 1024); ; {
		n, err := terminal.Read(buffer)
		said.Write(buffer[:n])
		if prompts := strings.Count(said.String(), "passphrase"); prompts > asked && strings.HasSuffix(strings.TrimRight(said.String(), "\x1b[K"), ": ") {
			asked = prompts
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

func TestTheAgeProgramOpensOurFile(t *testing.T) {
	t.Parallel()
	f := files(t, phrase)
	if err := f.Set(t.Context(), "work", secrets.New(secret)); err != nil {
		t.Fatal(err)
	}
	opened := filepath.Join(t.TempDir(), "opened")
	ageProgram(t, "--decrypt", "--output", opened, f.at("work"))
	if got, err := os.ReadFile(opened); err != nil || string(got) != secret {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestWeOpenAFileOfTheAgeProgram(t *testing.T) {
	t.Parallel()
	f := files(t, phrase)
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, []byte(secret), 0o600); err != nil {
		t.Fatal(err)
	}
	keep(t, f, "work", nil)
	if err := os.Remove(f.at("work")); err != nil {
		t.Fatal(err)
	}
	ageProgram(t, "--encrypt", "--passphrase", "--output", f.at("work"), plain)
	if got, err := f.Get(t.Context(), "work"); err != nil || got.Reveal() != secret {
		t.Errorf("got %q, %v", got.Reveal(), err)
	}
}
