package stdout

import (
	"bytes"
	"io"
	"os"
	"testing"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
	"keyctl/internal/system"
)

// inEnvironment is a system with one variable, whose stderr is a file.
func inEnvironment(name, value string, stderr *os.File) system.System {
	return system.System{Err: stderr, Environment: func(asked string) string {
		if asked == name {
			return value
		}
		return ""
	}}
}

func pipe(t *testing.T) (reader, writer *os.File) {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = reader.Close(), writer.Close() })
	return reader, writer
}

func TestEveryLineOfASecretIsMasked(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]string{
		"sk-plain":               "::add-mask::sk-plain\n",
		"100%\r":                 "::add-mask::100%25%0D\n",
		"%0A%25":                 "::add-mask::%250A%2525\n",
		"first\nsecond\r\nthird": "::add-mask::first\n::add-mask::second%0D\n::add-mask::third\n",
		"\nend\n\n \t\r\n":       "::add-mask::end\n",
		"":                       "",
	} {
		reader, writer := pipe(t)
		system := inEnvironment("GITHUB_ACTIONS", "true", writer)
		if err := (Mask{System: system}).Mask(secrets.New(secret)); err != nil {
			t.Errorf("%q: %v", secret, err)
		}
		_ = writer.Close()
		if got, err := io.ReadAll(reader); string(got) != want || err != nil {
			t.Errorf("%q: got %q, %v", secret, got, err)
		}
	}
}

func TestNobodyElseIsToldASecret(t *testing.T) {
	t.Parallel()
	for _, variable := range [][2]string{{"GITHUB_ACTIONS", ""}, {"GITHUB_ACTIONS", "false"}, {"CI", "true"}, {"GITLAB_CI", "true"}} {
		reader, writer := pipe(t)
		system := inEnvironment(variable[0], variable[1], writer)
		if err := (Mask{System: system}).Mask(secrets.New("sk-secret")); err != nil {
			t.Error(err)
		}
		_ = writer.Close()
		if got, _ := io.ReadAll(reader); len(got) > 0 {
			t.Errorf("%v: got %q", variable, got)
		}
		if err := (Mask{System: system}).Check(); err != nil {
			t.Errorf("%v: %v", variable, err)
		}
	}
}

// TestAFileIsNoRunner: the mask would be kept there, and the log would show the
// secret.
func TestAFileIsNoRunner(t *testing.T) {
	t.Parallel()
	file, err := os.Create(t.TempDir() + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	system := inEnvironment("GITHUB_ACTIONS", "true", file)
	if err := (Mask{System: system}).Check(); errs.KindOf(err) != errs.Failed || !bytes.Contains([]byte(err.Error()), []byte("is a file")) {
		t.Errorf("got %v", err)
	}
}

func TestACIJobIsShownNoSecretUnlessItAsks(t *testing.T) {
	t.Parallel()
	_, writer := pipe(t)
	for value, refused := range map[string]bool{
		"true": true, "TRUE": true, "1": true, "yes": true, "woodpecker": true, "no": true,
		"": false, "false": false, "False": false, "0": false,
	} {
		system := inEnvironment("CI", value, writer)
		err := RefuseInLog(system, false, false)
		if (err != nil) != refused || refused && errs.KindOf(err) != errs.Usage {
			t.Errorf("CI=%q: %v", value, err)
		}
		if err := RefuseInLog(system, false, true); err != nil {
			t.Errorf("CI=%q --show-secret: %v", value, err)
		}
		if err := RefuseInLog(system, true, false); err != nil {
			t.Errorf("CI=%q in the sandbox: %v", value, err)
		}
	}
	system := inEnvironment("CI", "", writer)
	system.Environment = func(string) string { return "true" } // GitHub sets both
	if err := RefuseInLog(system, false, false); err != nil {
		t.Errorf("where secrets are masked: %v", err)
	}
}
