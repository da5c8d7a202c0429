package cmd_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// lostStdout is a stdout that doesn't take the secret, or a person who doesn't
// wait for it.
type lostStdout struct {
	what  string
	run   func(d *trial, args []string) result
	code  int
	posts int
	// What becomes of the key where the journal keeps secrets, and where not.
	kept, unkept outcome
}

func lostStdouts() []lostStdout {
	return []lostStdout{
		{"stdout is closed", redirected(">&-"), 1, 0, noKey, noKey},
		{"stdout is `/dev/null`", redirected(">/dev/null"), 1, 0, noKey, noKey},
		{"stdout is full (`/dev/full`)", redirected(">/dev/full"), 1, 1, kept, noKey},
		{"the reader is gone before", deadReader(false), 1, 0, noKey, noKey},
		{"the reader goes while the request is under way", deadReader(true), 1, 1, kept, noKey},
		{"INT while the request is under way", signalled(syscall.SIGINT, 1), 130, 1, delivered, delivered},
		{"TERM while the request is under way", signalled(syscall.SIGTERM, 1), 143, 1, delivered, delivered},
		{"INT twice while the request is under way", signalled(syscall.SIGINT, 2), 130, 1, named, named},
	}
}

// TestALostStdoutLosesNothing doesn't run beside others: a process that is being
// started holds a copy of every open pipe for a moment.
func TestALostStdoutLosesNothing(t *testing.T) { //nolint:paralleltest // see above
	mortal, err := exec.LookPath("keyctl")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| what happens | creates sent | the secret | where the journal keeps no secrets |\n|---|--:|---|---|\n")
	for _, lost := range lostStdouts() {
		for journal, want := range map[string]outcome{"local": lost.kept, "none": lost.unkept} {
			t.Run(lost.what+", "+journal, func(t *testing.T) {
				d := newTrial(t, mortal, 0)
				d.p = d.p.with("KEYCTL_JOURNAL=" + journal)
				r := lost.run(d, []string{"create", "--name", "x", "-o", "secret"})
				d.c.settle(t)
				d.meet(nil)
				if r.is(t, lost.what, lost.code); d.c.count(http.MethodPost) != lost.posts {
					t.Errorf("sent %v", d.c.methods())
				}
				d.stdout = r.stdout
				if got := d.account(scenario{sinks: []place{onStdout}}); got != want {
					t.Errorf("the outcome is %d, want %d: %s", got, want, r.stderr)
				}
				d.goesOn()
			})
		}
		fmt.Fprintf(&table, "| %s | %d | %s | %s |\n", lost.what, lost.posts, lost.becomes(lost.kept), lost.becomes(lost.unkept))
	}
	if !t.Failed() {
		inDocument(t, "lost stdout", table.String())
	}
}

// becomes tells an outcome in a few words.
func (l lostStdout) becomes(of outcome) string {
	switch {
	case of == delivered:
		return "arrives"
	case of == kept:
		return "kept in the journal, and delivered from there"
	case of == named:
		return "lost, as was asked for; `recover` names the key"
	case l.posts > 0:
		return "the key is ended again"
	}
	return "none was made"
}

func redirected(to string) func(*trial, []string) result {
	return func(d *trial, args []string) result { return d.p.finish(d.p.shell(to, args...)) }
}

// deadReader has a reader that goes away before the command begins, or while
// its request is under way.
func deadReader(later bool) func(*trial, []string) result {
	return func(d *trial, args []string) result {
		d.t.Helper()
		reader, writer, err := os.Pipe()
		if err != nil {
			d.t.Fatal(err)
		}
		if !later {
			_ = reader.Close()
		}
		d.meet(func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
			_ = reader.Close()
			d.give(w, r, effect)
		})
		command := d.p.command("keyctl", args...)
		command.Stdout = writer
		wait := d.p.begin(command)
		_ = writer.Close()
		return wait()
	}
}

// signalled gets a signal while the console thinks, once or twice.
func signalled(signal syscall.Signal, times int) func(*trial, []string) result {
	return func(d *trial, args []string) result {
		d.t.Helper()
		asked, release := make(chan struct{}), make(chan struct{})
		d.meet(func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
			close(asked)
			<-release
			d.give(w, r, effect)
		})
		command := d.p.command("keyctl", args...)
		stderr, err := command.StderrPipe()
		if err != nil {
			d.t.Fatal(err)
		}
		wait := d.p.begin(command)
		<-asked
		signalTo(d.t, command, signal)
		rest := waitFor(d.t, stderr, "waiting until the new secret is safe")
		if times > 1 {
			insists(d.t, command, signal)
			_ = rest()
			r := wait()
			close(release) // the console carries it out all the same
			return r
		}
		close(release)
		_ = rest()
		return wait()
	}
}
