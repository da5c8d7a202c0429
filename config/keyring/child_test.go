package keyring

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"keyctl/internal/errs"
)

// A process has one session bus, so that each use of a keyring in these tests
// is a process of its own: the test binary with a request in its environment.

const requestVariable = "KEYCTL_TEST_REQUEST"

// patience is how long a test waits for what has to come; only a failing test
// waits that long.
const patience = 5 * time.Minute

// request is what such a process does.
type request struct {
	Verb    string // get, set, delete, check
	Account []byte // bytes, because JSON would mend what is no UTF-8
	Secret  string
	Person  bool
	Timely  bool // waits 3 s as users do, and 4 s for a person; others wait until a slow machine has come along
	Cancel  bool // the context, when it is told to wait
	Bare    bool // without an environment in the Keyring
}

// answer is what came of it.
type answer struct {
	Secret      string
	Failure     string // "" is none
	Hint        string
	Kind        errs.Kind
	Missing     bool // the error is fs.ErrNotExist
	Interrupted bool // the error is the context's
	Waited      int  // how often it was told to wait
	Took        time.Duration
}

func TestMain(m *testing.M) {
	if text := os.Getenv(requestVariable); text != "" {
		if err := serve(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	// These tests wait for processes and clocks more than they compute.
	_ = flag.Set("test.parallel", "8")
	os.Exit(m.Run())
}

// ask runs a request in a process of its own, with nothing in its environment
// but what is given.
func ask(t testing.TB, environment []string, asked request) answer {
	t.Helper()
	return begin(t, environment, asked)()
}

// begin starts a request; what it gives waits for the answer.
func begin(t testing.TB, environment []string, asked request) (wait func() answer) {
	t.Helper()
	text, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(ctx, os.Args[0])
	command.Env = append([]string{requestVariable + "=" + string(text), "GORACE=atexit_sleep_ms=0"}, environment...)
	if testing.CoverMode() != "" {
		command.Env = append(command.Env, "GOCOVERDIR="+t.TempDir())
	}
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return func() (told answer) {
		t.Helper()
		if err := command.Wait(); err != nil || stderr.Len() > 0 {
			t.Fatalf("%s: %v: %s", asked.Verb, err, stderr.String())
		}
		if err := json.Unmarshal(stdout.Bytes(), &told); err != nil {
			t.Fatal(err)
		}
		told.check(t, asked)
		return told
	}
}
