package sink

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"keyctl/config/keyring"
	"keyctl/custody"
	"keyctl/internal/secrets"
)

// childVariable makes the test program a process that delivers secrets: a
// process has one session bus only, and files have writers in other processes.
const childVariable = "SINK_TEST_CHILD"

// errand is what such a process does: it makes each word a sink, ready, puts the
// secret there and reads it back.
type errand struct {
	Words  []string
	Force  bool
	Secret string
}

func TestMain(m *testing.M) {
	if text := os.Getenv(childVariable); text != "" {
		var asked errand
		err := json.Unmarshal([]byte(text), &asked)
		if err == nil {
			err = asked.run(context.Background())
		}
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	// These tests wait for processes and clocks more than they compute.
	_ = flag.Set("test.parallel", "8")
	os.Exit(m.Run())
}

func (e errand) run(ctx context.Context) error {
	sinks, err := ParseAll(e.Words, Tools{Force: e.Force, Environment: os.Environ(), Keyring: keyring.Keyring{Service: "keyctl-keys"}})
	for _, one := range sinks {
		err = errors.Join(err, one.Ready(ctx))
	}
	for _, one := range sinks {
		if err == nil {
			err = e.put(ctx, one)
		}
		readable, ok := one.(interface {
			Read(context.Context) (secrets.Secret, error)
		})
		if ok && err == nil {
			var got secrets.Secret
			if got, err = readable.Read(ctx); err == nil && got.Reveal() != e.Secret {
				err = errors.New("it reads something else")
			}
		}
	}
	return err
}

// put delivers the secret. One that is kept waiting by others for as long as
// anybody waits comes again.
func (e errand) put(ctx context.Context, to custody.Sink) error {
	for {
		err := to.Put(ctx, created(e.Secret))
		if err == nil || !strings.Contains(err.Error(), "has locked") || ctx.Err() != nil {
			return err
		}
	}
}

// begin sends a process on an errand; what it gives waits for what it said, ""
// for nothing.
func begin(t *testing.T, environment []string, asked errand) (wait func() string) {
	t.Helper()
	text, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	command := exec.CommandContext(ctx, os.Args[0])
	command.Env = append([]string{childVariable + "=" + string(text), "GORACE=atexit_sleep_ms=0", "PATH=" + os.Getenv("PATH")}, environment...)
	said := &buffer{}
	command.Stdout, command.Stderr = said, said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return func() string {
		t.Helper()
		if err := command.Wait(); (err == nil) != (said.String() == "") {
			t.Errorf("%v: %s", err, said.String())
		}
		return said.String()
	}
}
