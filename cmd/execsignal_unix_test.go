//go:build unix

package cmd_test

import (
	"net/http"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// reports is a command that tells of the signals that it gets, and goes on
// after them until it gets SIGUSR1.
const reports = `for s in HUP INT QUIT TERM USR2; do trap "echo got $s" $s; done
trap "echo got USR1; exit 7" USR1
echo ready; while :; do sleep 0.02; done`

// lends begins an exec of a shell script, and waits until that is ready.
func (p *program) lends(t *testing.T, script string) (command *exec.Cmd, line func(text string), rest func() string, wait func() result) {
	t.Helper()
	command = p.command("keyctl", "exec", "--new", "--env", "TOKEN", "--", "sh", "-c", script)
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // there is no terminal
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	wait = p.begin(command)
	read := lineReader(t, out)
	line = func(text string) {
		t.Helper()
		rest = read(text)
	}
	line("ready")
	return command, line, func() string { return rest() }, wait
}

func TestSignalsAreHandedOn(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	command, line, _, wait := p.lends(t, reports)
	for range 2 { // also the second and the third
		for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGUSR2} {
			signalTo(t, command, sig)
			line("got " + map[syscall.Signal]string{
				syscall.SIGHUP: "HUP", syscall.SIGINT: "INT", syscall.SIGQUIT: "QUIT", syscall.SIGTERM: "TERM", syscall.SIGUSR2: "USR2",
			}[sig])
		}
	}
	if keys := c.keys(t); len(keys) != 1 {
		t.Errorf("meanwhile there are the keys %v", keys)
	}
	signalTo(t, command, syscall.SIGUSR1)
	line("got USR1")
	if r := wait(); r.code != 7 || r.stderr != "" {
		t.Errorf("exit code %d: %s", r.code, r.stderr)
	}
	p.keptNothing("afterwards")
}

func TestASignalThatEndsTheCommandEndsTheKey(t *testing.T) {
	t.Parallel()
	for sig, code := range endingSignals() {
		unhurried(t, func() result {
			_, p := newConsole(t, "huddle01", nil)
			command, _, _, wait := p.lends(t, "echo ready; exec sleep 1000")
			signalTo(t, command, sig)
			r := wait()
			if !r.hurried() {
				p.keptNothing(sig.String())
				if r.code != code || r.stderr != "" {
					t.Errorf("%s: exit code %d: %s", sig, r.code, r.stderr)
				}
			}
			return r
		})
	}
}

// unhurried tries again where a busy machine needs longer to end a key than a
// signal leaves time for: that is told, and for other tests to judge. A key that
// never ends fails the test.
func unhurried(t *testing.T, try func() result) {
	t.Helper()
	for range 10 {
		if r := try(); !r.hurried() {
			return
		}
	}
	t.Error("the key never ends in time")
}

// hurried reports whether an exec gave its key's end up because of a signal.
func (r result) hurried() bool {
	return strings.Contains(r.stderr, "was not seen to end, because of a signal")
}

// What comes while the key is ended doesn't keep it from ending.
func TestSignalsDoNotKeepAKeyFromEnding(t *testing.T) {
	t.Parallel()
	unhurried(t, func() result {
		h := newHolding()
		_, p := newConsole(t, "huddle01", on(http.MethodDelete, h.serve))
		command := p.command("keyctl", "exec", "--new", "--env", "TOKEN", "--", "sh", "-c", "exit 3")
		wait := p.begin(command)
		<-h.asked
		for range 3 {
			for sig := range endingSignals() {
				signalTo(t, command, sig)
			}
		}
		close(h.release)
		r := wait()
		if !r.hurried() {
			r.is(t, "many signals", 3, "^$")
			p.keptNothing("afterwards")
		}
		return r
	})
}

// Where the console keeps us waiting, a signal ends that, and the next exec ends
// the key.
func TestASignalLeavesAKeyThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	for script, code := range map[string]int{"exit 0": 125, "exit 3": 3} {
		busy := &atomic.Bool{}
		busy.Store(true)
		asked := make(chan struct{}, 8)
		_, p := newConsole(t, "huddle01", on(http.MethodDelete, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
			if !busy.Load() {
				effect.ServeHTTP(w, r)
				return
			}
			respond(429, "", "Retry-After", "25")(w, r, effect)
			asked <- struct{}{}
		}))
		command := p.command("keyctl", "exec", "--new", "--env", "TOKEN", "--", "sh", "-c", script)
		wait := p.begin(command)
		<-asked
		signalTo(t, command, syscall.SIGTERM)
		wait().is(t, script, code, `the key "ak_[0-9a-f]+" was not seen to end, because of a signal; it is pending\nhint: the next .exec. ends it`)
		if got := p.states(); got != "to be ended" {
			t.Errorf("pending is %q", got)
		}
		busy.Store(false)
		p.run("exec", "--new", "--env", "TOKEN", "true").is(t, "the next", 0, "which an exec before this one left behind")
		p.keptNothing("afterwards")
	}
}

func TestASignalBeforeTheCommandEndsTheKeyAgain(t *testing.T) {
	t.Parallel()
	for sig, code := range endingSignals() {
		h := newHolding()
		c, p := newConsole(t, "huddle01", on(http.MethodPost, h.serve))
		command := p.command("keyctl", "exec", "--new", "--env", "TOKEN", "--", "echo", "ran")
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
		if r := wait(); r.code != code || r.stdout != "" || !strings.Contains(told, "interrupted; the command was not run") {
			t.Errorf("%s: exit code %d, stdout %q, stderr %q", sig, r.code, r.stdout, told)
		}
		p.keptNothing(sig.String())
		if c.count(http.MethodPost) != 1 {
			t.Errorf("sent %v", c.methods())
		}
	}
}

func TestASignalBeforeTheCreateMakesNoKey(t *testing.T) {
	t.Parallel()
	h := newHolding()
	c, p := newConsole(t, "huddle01", on(http.MethodGet, h.serve))
	command := p.command("keyctl", "exec", "--new", "--env", "TOKEN", "--", "echo", "ran")
	wait := p.begin(command)
	<-h.asked
	signalTo(t, command, syscall.SIGTERM)
	r := wait()
	r.is(t, "SIGTERM", 143, "interrupted")
	r.silent(t, "SIGTERM")
	if c.count(http.MethodPost) > 0 {
		t.Errorf("sent %v", c.methods())
	}
}

// What is ignored stays ignored, for the command as well.
func TestUnderNohupTheCommandIgnoresHangUps(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	r := p.finish(p.command("sh", "-c", `trap "" HUP; exec keyctl exec --new --env TOKEN -- sh -c 'kill -HUP $PPID; kill -HUP $$; echo alive'`))
	if r.is(t, "nohup", 0); r.stdout != "alive\n" {
		t.Errorf("stdout is %q", r.stdout)
	}
	p.keptNothing("afterwards")
}
