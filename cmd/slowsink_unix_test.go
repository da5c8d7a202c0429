//go:build unix

package cmd_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// slowSink is a sink that has taken the secret and waits while there is a file
// named wait, which goes with the test's folder at the latest.
const slowSink = `exec:sh -c 'cat >taken; echo >begun; while test -e wait; do sleep 0.01; done'`

// delivery is a create whose sink waits.
type delivery struct {
	command *exec.Cmd
	told    func(text string) (rest func() string) // waits until a text is told on stderr
	release func()                                 // lets the sink go on
	wait    func() result
}

// delivering starts a create, and waits until its sink does.
func (p *program) delivering(t *testing.T, args ...string) delivery {
	t.Helper()
	file := filepath.Join(p.dir, "wait")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	release := func() { _ = os.Remove(file) }
	t.Cleanup(release)
	begun := p.fifo(t, "begun") // what a command prints is shown once it has ended
	command := p.command("keyctl", append([]string{"create", "--name", "x", "--to", slowSink}, args...)...)
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	d := delivery{command, nil, release, p.begin(command)}
	d.told = lineReader(t, stderr)
	_ = begun.SetReadDeadline(time.Now().Add(patience))
	if _, err := begun.Read(make([]byte, 1)); err != nil {
		t.Fatalf("the command doesn't begin: %v", err)
	}
	return d
}

// fifo is a named pipe that a command writes to when it has come to a point. Its
// writer doesn't wait for us.
func (p *program) fifo(t *testing.T, name string) *os.File {
	t.Helper()
	path := filepath.Join(p.dir, name)
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// A process that lives has its entry for itself, and nobody is told of it.
func TestWhatIsUnderWayIsNotPending(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_JOURNAL=local")
	d := p.delivering(t)
	key := c.keys(t)[0].ID
	p.pendingIs("")
	if r := p.run("list"); r.code != 0 || r.stderr != "" {
		t.Errorf("list: exit code %d: %s", r.code, r.stderr)
	}
	names, err := filepath.Glob(filepath.Join(p.dir, ".local", "state", "keyctl", "journal", "*.entry"))
	if err != nil || len(names) != 1 {
		t.Fatalf("the journal holds %v, %v", names, err)
	}
	for id, refusal := range map[string]struct {
		code int
		says string
	}{
		key: {4, "nothing is pending under"}, strings.TrimSuffix(filepath.Base(names[0]), ".entry"): {5, "another keyctl is at work on"},
	} {
		for _, words := range [][]string{{"--to", "file:stolen"}, {"--revoke", "--yes"}, {"--forget", "--yes"}, {}} {
			p.run(append([]string{"recover", id}, words...)...).is(t, strings.Join(words, " "), refusal.code, refusal.says)
		}
	}
	d.release()
	d.told("the secret arrived at exec:sh")
	if r := d.wait(); r.code != 0 || len(c.keys(t)) != 1 {
		t.Errorf("exit code %d", r.code)
	}
	p.pendingIs("")
	if !secretPattern.MatchString(readFile(t, filepath.Join(p.dir, "taken"))) {
		t.Error("the secret did not arrive")
	}
}

func TestASignalDuringADeliveryWaitsForIt(t *testing.T) {
	t.Parallel()
	for sig, code := range endingSignals() {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			_, p := newConsole(t, "huddle01", nil)
			p = p.with("KEYCTL_JOURNAL=local")
			d := p.delivering(t, "--to", "file:copy")
			signalTo(t, d.command, sig)
			rest := d.told("once more to leave without it")
			d.release()
			told := rest()
			if r := d.wait(); r.code != code || uncleanError(told) != "" {
				t.Errorf("exit code %d: %s", r.code, told)
			}
			p.pendingIs("")
			if taken, copied := readFile(t, filepath.Join(p.dir, "taken")), readFile(t, filepath.Join(p.dir, "copy")); taken != copied || !secretPattern.MatchString(taken) {
				t.Errorf("arrived are %q and %q", taken, copied)
			}
		})
	}
}

func TestASecondSignalDuringADeliveryLeavesTheSecretInTheJournal(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		c, p := newConsole(t, "huddle01", nil)
		p = p.with("KEYCTL_JOURNAL=local")
		d := p.delivering(t, "--to", "file:never")
		signalTo(t, d.command, syscall.SIGHUP)
		rest := d.told("once more to leave without it")
		insists(t, d.command, sig)
		told := rest()
		r := d.wait()
		d.release()
		if r.code != 128+int(sig) || uncleanError(told) != "" {
			t.Errorf("%s: exit code %d: %s", sig, r.code, told)
		}
		if _, err := os.Lstat(filepath.Join(p.dir, "never")); err == nil {
			t.Errorf("%s: the delivery went on", sig)
		}
		p.pendingIs(keptSecret)
		c.recovers(t, p, c.keys(t)[0].ID)
	}
}

// A sink that doesn't end is not waited for longer than some seconds.
func TestASignalDuringADeliveryWithoutEndLeavesTheSecretInTheJournal(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_JOURNAL=local")
	d := p.delivering(t, "--to", "file:never")
	signalTo(t, d.command, syscall.SIGINT)
	rest := d.told("once more to leave without it")
	told := rest()
	if r := d.wait(); r.code != 130 || !strings.Contains(told, "was stopped") || !strings.Contains(told, "it is safe in the journal\nhint: `keyctl recover ") {
		t.Errorf("exit code %d: %s", r.code, told)
	}
	p.pendingIs(keptSecret)
	c.recovers(t, p, c.keys(t)[0].ID)
}

// Whether a key was made is open when nobody waits for the answer.
func TestASecondSignalDuringACreateLeavesItPending(t *testing.T) {
	t.Parallel()
	for made, code := range map[bool]int{true: 130, false: 143} {
		h := newHolding()
		c, p := newConsole(t, "huddle01", on(http.MethodPost, h.serve))
		command := p.command("keyctl", "create", "--name", "x", "--to", "file:never")
		stderr, err := command.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		wait := p.begin(command)
		<-h.asked
		if made {
			c.make(t, "x")
		}
		signalTo(t, command, syscall.SIGTERM)
		rest := waitFor(t, stderr, "once more to leave without it")
		insists(t, command, syscall.Signal(code-128))
		told := rest()
		if r := wait(); r.code != code || uncleanError(told) != "" {
			t.Errorf("exit code %d: %s", r.code, told)
		}
		again := p.pendingIs(unheard)
		r := p.run(strings.Fields(again)[1:]...)
		r.is(t, again, 9, "whether the key .x. was created is unknown")
		keys := c.keys(t)
		if made != (len(keys) == 1) || made && !strings.Contains(r.stdout, keys[0].ID) {
			t.Errorf("there are %v; recover tells %s", keys, r.stdout)
		}
		if c.count(http.MethodPost) != 1 {
			t.Errorf("sent %v", c.methods())
		}
	}
}
