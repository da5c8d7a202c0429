//go:build unix

package cmd_test

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// holding answers nothing until it is released, and tells that it was asked.
type holding struct {
	asked   chan struct{}
	release chan struct{}
}

func newHolding() holding { return holding{make(chan struct{}, 8), make(chan struct{})} }

func (h holding) serve(w http.ResponseWriter, r *http.Request, effect http.Handler) {
	h.asked <- struct{}{}
	select {
	case <-h.release:
		effect.ServeHTTP(w, r)
	case <-r.Context().Done():
		panic(http.ErrAbortHandler)
	}
}

// endingSignals are the signals that end a command, and its exit code then.
func endingSignals() map[syscall.Signal]int {
	return map[syscall.Signal]int{syscall.SIGHUP: 129, syscall.SIGINT: 130, syscall.SIGQUIT: 131, syscall.SIGTERM: 143}
}

func signalTo(t testing.TB, command *exec.Cmd, sig syscall.Signal) {
	t.Helper()
	if err := command.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
}

// insists sends a signal again and again until a command has ended, as somebody
// does who doesn't want to wait.
func insists(t testing.TB, command *exec.Cmd, sig syscall.Signal) {
	t.Helper()
	done := make(chan struct{})
	again := time.NewTicker(50 * time.Millisecond)
	go func() {
		defer close(done)
		for command.Process.Signal(sig) == nil {
			<-again.C
		}
	}()
	t.Cleanup(func() { <-done; again.Stop() })
}

func TestASignalEndsARead(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"list"}, {"list", "-o", "json"}, {"revoke", "x", "--yes"}, {"revoke", "x", "--yes", "-o", "json"}} {
		for sig, code := range endingSignals() {
			t.Run(args[0]+" "+sig.String(), func(t *testing.T) {
				t.Parallel()
				h := newHolding()
				_, p := newConsole(t, "huddle01", h.serve)
				command := p.command("keyctl", args...)
				wait := p.begin(command)
				<-h.asked
				signalTo(t, command, sig)
				r := wait()
				r.is(t, sig.String(), code, "interrupted before .* answered")
				if slices.Contains(args, "json") {
					if told := r.errorOf(t).Error; told.Kind != "interrupted" || told.ExitCode != code {
						t.Errorf("the error is %s", r.stderr)
					}
				}
				if strings.TrimSpace(strings.Trim(r.stdout, "[")) != "" {
					t.Errorf("stdout is %q", r.stdout)
				}
			})
		}
	}
}

// waitFor reads lines until one holds a text; the rest is read to the end.
func waitFor(t testing.TB, stream io.Reader, text string) (rest func() string) {
	t.Helper()
	return lineReader(t, stream)(text)
}

// lineReader is waitFor for several texts, one after the other.
func lineReader(t testing.TB, stream io.Reader) func(text string) (rest func() string) {
	lines := bufio.NewReader(stream)
	return func(text string) func() string {
		t.Helper()
		for {
			line, err := lines.ReadString('\n')
			if strings.Contains(line, text) {
				break
			}
			if err != nil {
				t.Fatalf("%q didn't come: %v", text, err)
			}
		}
		return func() string {
			text, _ := io.ReadAll(lines)
			return string(text)
		}
	}
}

func TestASignalDuringACreateStillDeliversTheSecret(t *testing.T) {
	t.Parallel()
	for sig, code := range endingSignals() {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			h := newHolding()
			c, p := newConsole(t, "huddle01", on(http.MethodPost, h.serve))
			// Neither JSON nor -q silences the warning that a second signal loses it.
			command := p.command("keyctl", "create", "--name", "x", "-o", "json", "-q")
			stderr, err := command.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			wait := p.begin(command)
			<-h.asked
			signalTo(t, command, sig)
			rest := waitFor(t, stderr, "waiting until the new secret is safe")
			close(h.release)
			told := rest()
			r := wait()
			if r.code != code || !secretPattern.MatchString(r.stdout) || uncleanError(told) != "" {
				t.Errorf("exit code %d, stdout %q, stderr %q", r.code, r.stdout, told)
			}
			if posts := c.count(http.MethodPost); posts != 1 {
				t.Errorf("sent %d times", posts)
			}
		})
	}
}

func TestASecondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHolding()
	_, p := newConsole(t, "huddle01", on(http.MethodPost, h.serve))
	command := p.command("keyctl", "create", "--name", "x")
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	wait := p.begin(command)
	<-h.asked
	signalTo(t, command, syscall.SIGINT)
	rest := waitFor(t, stderr, "once more to leave without it")
	insists(t, command, syscall.SIGINT)
	_ = rest()
	r := wait()
	r.is(t, "the second signal", 130)
	r.silent(t, "the second signal")
}

// Who ends a group of processes sends some of them the signal twice.
func TestSignalsAtTheSameTimeAreOne(t *testing.T) {
	t.Parallel()
	for sig, code := range endingSignals() {
		for !signalledAtOnce(t, sig, code) {
			t.Logf("%s: this machine was too busy to send three signals at the same time", sig)
		}
	}
}

// signalledAtOnce checks a create that gets three signals, unless so much time
// has passed between the first and the last that they are rightly two.
func signalledAtOnce(t *testing.T, sig syscall.Signal, code int) bool {
	t.Helper()
	h := newHolding()
	c, p := newConsole(t, "huddle01", on(http.MethodPost, h.serve))
	command := p.command("keyctl", "create", "--name", "x", "-o", "secret")
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	wait := p.begin(command)
	<-h.asked
	first := time.Now()
	signalTo(t, command, sig)
	signalTo(t, command, syscall.SIGTERM)
	rest := waitFor(t, stderr, "waiting until the new secret is safe")
	_ = command.Process.Signal(sig)
	atOnce := time.Since(first) < 250*time.Millisecond // half of what passes for one
	close(h.release)
	told := rest()
	r := wait()
	if !atOnce {
		return false
	}
	if r.code != code && r.code != endingSignals()[syscall.SIGTERM] || !secretPattern.MatchString(r.stdout) || uncleanError(told) != "" {
		t.Errorf("%s: exit code %d, stdout %q, stderr %q", sig, r.code, r.stdout, told)
	}
	if posts := c.count(http.MethodPost); posts != 1 {
		t.Errorf("%s: sent %d times", sig, posts)
	}
	return true
}

// A signal between the changes of a batch leaves the rest as it is.
func TestASignalDuringARevokeTellsWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	h := newHolding()
	_, p := newConsole(t, "huddle01", on(http.MethodDelete, h.serve))
	p.create("--name", "a")
	p.create("--name", "b")
	command := p.command("keyctl", "revoke", "--yes", "a", "b")
	wait := p.begin(command)
	<-h.asked
	signalTo(t, command, syscall.SIGINT)
	r := wait()
	r.is(t, "SIGINT", 130, "interrupted")
	r.silent(t, "SIGINT")
	if left := p.keys(); len(left) != 2 {
		t.Errorf("left are %v", left)
	}
}

func TestWhatNohupIgnoresStaysIgnored(t *testing.T) {
	t.Parallel()
	h := newHolding()
	_, p := newConsole(t, "huddle01", h.serve)
	command := p.command("sh", "-c", `trap "" HUP; exec keyctl list -o json`)
	wait := p.begin(command)
	<-h.asked
	signalTo(t, command, syscall.SIGHUP)
	close(h.release)
	r := wait()
	if r.is(t, "SIGHUP under nohup", 0); r.stdout != "[]\n" {
		t.Errorf("stdout is %q", r.stdout)
	}
}

func TestASignalEndsTheEmulator(t *testing.T) {
	t.Parallel()
	for sig, code := range endingSignals() {
		s, err := startEmulator(baseEnvironment(t.TempDir()))
		if err != nil {
			t.Fatal(err)
		}
		signalTo(t, s.Cmd, sig)
		err = s.Wait()
		if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != code {
			t.Errorf("%s: %v", sig, err)
		}
	}
}
