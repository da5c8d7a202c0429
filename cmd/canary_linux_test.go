package cmd_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"keyctl/emulator"
	"keyctl/internal/canary"
)

// The secrets that are planted, as they are called when one is found.
const (
	theCredential = "the credential"
	theSecret     = "the secret of a key"
	thePassphrase = "the passphrase"
)

const plantedPassphrase = "correct horse battery staple 7"

// exposure is a home in which commands run, at a console that repeats what it
// knows.
type exposure struct {
	t       testing.TB
	c       *console
	p       *program
	secret  string      // of every key that the console makes
	given   string      // a folder with what a user gives to commands
	calm    atomic.Bool // the console has no trouble
	planted canary.Secrets

	mutex   sync.Mutex
	running int // the process that runs now
	leaks   []canary.Find
}

// Secrets such as the consoles make, and one that nobody knows by its looks.
var (
	huddleSecret = "mk_" + strings.Repeat("7c1e5fa93b", 7)[:64]
	remoteSecret = "rgpu_" + strings.Repeat("7c1e5fa93b", 7)[:64]
	oddSecret    = "Zx9+kQ/t7~Wv=" + strings.Repeat("oB4-pL_", 4)
)

func newExposure(t testing.TB, console, secret string, fault trouble) *exposure {
	t.Helper()
	e := &exposure{t: t, secret: secret, given: t.TempDir()}
	var err error
	e.c, err = startConsole(console, emulator.Settings{Limit: 100}, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		e.lookAtProcesses()
		answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { e.answer(w, r, effect) })
		if e.calm.Load() {
			answer(w, r)
			return
		}
		fault.meet(e, w, r, answer)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.c.stop)
	e.p = newProgram(t, "KEYCTL_CONSOLE="+console, "KEYCTL_BASE_URL="+e.c.base, "KEYCTL_API_KEY="+e.c.key, "KEYCTL_JOURNAL=local")
	if fault.hangs { // dozens of commands are in no hurry otherwise: what they do has to be done
		e.p = e.p.with("KEYCTL_TIMEOUT=" + map[bool]string{false: "300ms", true: "1s"}[fault.writes])
	}
	e.planted.Plant(theCredential, e.c.key)
	e.planted.Plant(theSecret, e.secret)
	e.planted.Plant(thePassphrase, plantedPassphrase)
	for name, text := range map[string]string{"credential": e.c.key, "secret": e.secret} {
		if err := os.WriteFile(filepath.Join(e.given, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// answer lets the console answer, with the planted secret in the place of any.
func (e *exposure) answer(w http.ResponseWriter, r *http.Request, effect http.Handler) {
	rewrite(func(text string) string { return secretPattern.ReplaceAllString(text, e.secret) })(w, r, effect)
}

// lookAtProcesses looks at the command and all that it has started. What the
// user put into its own environment is there.
func (e *exposure) lookAtProcesses() {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	found, err := e.planted.Processes(e.running)
	if err != nil {
		e.t.Error(err)
	}
	own := fmt.Sprintf("/proc/%d/environ", e.running)
	e.leaks = append(e.leaks, slices.DeleteFunc(found, func(find canary.Find) bool {
		return find.Where == own && find.Secret != theSecret
	})...)
}

// run runs a command with a file as its stdin, "" for none, and looks at what it
// says. shows tells that the secret belongs on its stdout.
func (e *exposure) run(shows bool, stdin string, args ...string) (stdout string) {
	e.t.Helper()
	command := e.p.command(mortalProgram(e.t), args...)
	if stdin != "" {
		file, err := os.Open(filepath.Join(e.given, stdin))
		if err != nil {
			e.t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		command.Stdin = file
	}
	r := e.finish(command)
	found := e.planted.Text("stderr", []byte(r.stderr))
	for _, find := range e.planted.Text("stdout", []byte(r.stdout)) {
		if !shows || find.Secret != theSecret {
			found = append(found, find)
		}
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	for _, find := range append(found, e.leaks...) {
		e.t.Errorf("%v: %s", args, find)
	}
	e.leaks = nil
	if r.code == 2 {
		e.t.Errorf("%v: nothing was tried: %s", args, r.stderr)
	}
	return r.stdout
}

func (e *exposure) finish(command *exec.Cmd) result {
	e.mutex.Lock()
	wait := e.p.begin(command)
	e.running = command.Process.Pid
	e.mutex.Unlock()
	return wait()
}

// lookAtFiles looks at everything that is left in the home, but the places to
// which secrets were to go.
func (e *exposure) lookAtFiles(sinks ...string) {
	e.t.Helper()
	found, err := e.planted.Tree(e.p.dir)
	if err != nil {
		e.t.Error(err)
	}
	for _, find := range found {
		if !slices.Contains(sinks, strings.TrimPrefix(find.Where, e.p.dir+"/")) || find.Secret != theSecret {
			e.t.Error(find)
		}
	}
}
