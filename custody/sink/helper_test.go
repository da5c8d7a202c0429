package sink

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/internal/errs"
	"keyctl/internal/redact"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

const secret = "sk-live/4929de1f505b514f84988e4992cd23da+=="

func created(text string) client.Created { return client.Created{Secret: secrets.New(text)} }

// open parses a word that has to be right.
func open(t *testing.T, word string, tools Tools) custody.Sink {
	t.Helper()
	if tools.Environment == nil {
		tools.Environment = os.Environ()
	}
	opened, err := Parse(word, tools)
	if err != nil {
		t.Fatalf("%s: %v", word, err)
	}
	return opened
}

// refused fails unless err is an error for the user, of a kind, that says and
// hints what it should, and never tells the secret.
func refused(t *testing.T, name string, err error, kind errs.Kind, says string) {
	t.Helper()
	e, ok := errors.AsType[*errs.Error](err)
	if !ok || e.Kind != kind || e.Hint == "" || !strings.Contains(e.What, says) {
		t.Errorf("%s: got %v, want %q", name, err, says)
		return
	}
	text := e.What + e.Hint
	if strings.Contains(text, secret) || safetext.Printable(text) != text || strings.HasSuffix(e.What, ".") || strings.ToLower(e.What[:1]) != e.What[:1] {
		t.Errorf("%s: got %q, hint %q", name, e.What, e.Hint)
	}
}

// alone fails unless a folder holds just these names.
func alone(t *testing.T, folder string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	found := []string{}
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	if strings.Join(found, " ") != strings.Join(names, " ") {
		t.Errorf("%s holds %q, want %q", folder, found, names)
	}
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("got %.200q, %v, want %.200q", got, err, want)
	}
}

// put makes a file of a folder of its own and gives its path.
func put(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// buffer is a writer that a command and a test can share.
type buffer struct {
	mutex sync.Mutex
	text  strings.Builder
	calls int
}

func (b *buffer) Write(text []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.calls++
	return b.text.Write(text)
}

func (b *buffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.String()
}

// redacting gives a writer as cmd gives it, which knows the secret.
func redacting(out io.Writer) io.Writer {
	redactor := &redact.Redactor{}
	redactor.Register(secrets.New(secret))
	return redactor.Writer(out)
}
