//go:build unix

package cmd_test

import (
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
)

const erased = "\r\x1b[K"

// rendered is what stays on a screen: of each line, what follows the last time
// that it was erased.
func rendered(screen string) string {
	var lines strings.Builder
	for line := range strings.Lines(screen) {
		if at := strings.LastIndex(line, erased); at >= 0 {
			line = line[at+len(erased):]
		}
		lines.WriteString(line)
	}
	return lines.String()
}

// spinning begins a command on a terminal that a console lets wait until the
// spinner is shown.
func spinning(t *testing.T, c *console, p *program, args ...string) *terminal {
	t.Helper()
	s := p.onTerminal(t, p.command("keyctl", args...))
	s.wait(erased + "⠋ waiting for " + strings.TrimPrefix(c.URL, "http://"))
	return s
}

func TestALongWaitSpinsAndLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"list"}, {"list", "-o", "json"}, {"list", "-o", "csv"}, {"show", "x"}, {"list", "--jq", ".[].name"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			h := newHolding()
			c, p := newConsole(t, "huddle01", on(http.MethodGet, h.serve))
			c.make(t, "x")
			p = p.with("NO_COLOR=1", "TERM=xterm")
			s := spinning(t, c, p, args...)
			close(h.release)
			code, screen := s.end()
			want := p.show(t, args...)
			if got := rendered(screen); code != 0 || got != want || strings.Contains(want, erased) {
				t.Errorf("exit code %d, the screen shows %q, want %q", code, got, want)
			}
			if cursor := strings.ReplaceAll(screen, erased, ""); strings.Contains(cursor, "\x1b") {
				t.Errorf("colours without any wish for them: %q", screen)
			}
		})
	}
}

func TestTheSpinnerIsNoData(t *testing.T) {
	t.Parallel()
	h := newHolding()
	c, p := newConsole(t, "huddle01", on(http.MethodGet, h.serve))
	p = p.with("TERM=xterm")
	file, err := os.CreateTemp(p.dir, "list")
	if err != nil {
		t.Fatal(err)
	}
	command := p.command("keyctl", "list", "-o", "json")
	command.Stdout = file
	s := p.onTerminal(t, command)
	s.wait("⠋ waiting for " + strings.TrimPrefix(c.URL, "http://"))
	close(h.release)
	code, screen := s.end()
	data, _ := os.ReadFile(file.Name())
	if code != 0 || string(data) != "[]\n" || rendered(screen) != "" {
		t.Errorf("exit code %d, the file holds %q, the screen shows %q", code, data, screen)
	}
}

// TestNobodyIsToldOfAWait who doesn't look, or doesn't want to know. Each of
// these waits is longer than what the spinner needs to appear.
func TestNobodyIsToldOfAWait(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		env  string
		args []string
	}{
		"-q":            {"TERM=xterm", []string{"list", "-q"}},
		"--debug":       {"TERM=xterm", []string{"list", "--debug"}},
		"-q and JSON":   {"TERM=xterm", []string{"list", "-q", "-o", "json"}},
		"no capability": {"TERM=dumb", []string{"list"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, p := newConsole(t, "huddle01", hang)
			p = p.with("TERM=xterm")
			code, screen := p.with(test.env).onTerminal(t, p.with(test.env).command("keyctl", append(test.args, "--timeout", "1s")...)).end()
			if code != 8 || strings.Contains(screen, "waiting for") || strings.Contains(screen, "\x1b") {
				t.Errorf("exit code %d: %q", code, screen)
			}
		})
	}
	t.Run("stderr elsewhere", func(t *testing.T) {
		t.Parallel()
		_, p := newConsole(t, "huddle01", hang)
		p = p.with("TERM=xterm")
		command := p.command("keyctl", "list", "--timeout", "1s")
		var stderr strings.Builder
		command.Stderr = &stderr
		code, screen := p.onTerminal(t, command).end()
		if code != 8 || screen != "" || strings.Contains(stderr.String(), "waiting for") {
			t.Errorf("exit code %d: %q, %q", code, screen, stderr.String())
		}
	})
}

func TestAnErrorAfterAWaitStandsAlone(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", hang)
	p = p.with("TERM=xterm")
	code, screen := spinning(t, c, p, "list", "--timeout", "5s").end()
	want := "environment: list: no answer from " + strings.TrimPrefix(c.URL, "http://") + " within 5s\nhint: try again, or wait longer with --timeout\n"
	if code != 8 || rendered(screen) != want {
		t.Errorf("exit code %d: %q", code, screen)
	}
}

// TestTheSpinnerSparesWhatStdoutBegan: the rows of a list that stalls stay, also
// the one that JSON leaves without an end of its line.
func TestTheSpinnerSparesWhatStdoutBegan(t *testing.T) {
	t.Parallel()
	stalled := func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		answerKeys(w, 0, 3)
		_ = http.NewResponseController(w).Flush()
		hang(w, r, effect)
	}
	for format, spins := range map[string]bool{"json": false, "name": true, "csv": true} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			_, p := newConsole(t, "huddle01", stalled)
			p = p.with("TERM=xterm")
			plain := p.with("TERM=dumb")
			args := []string{"list", "-o", format, "--timeout", hangTime}
			_, want := plain.onTerminal(t, plain.command("keyctl", args...)).end()
			code, screen := p.onTerminal(t, p.command("keyctl", args...)).end()
			if code != 8 || rendered(screen) != want || strings.Contains(screen, "waiting for") != spins || !strings.Contains(want, "key-2") {
				t.Errorf("exit code %d: %q, want %q", code, screen, want)
			}
		})
	}
}

func TestASignalDuringASpinnerIsReadable(t *testing.T) {
	t.Parallel()
	h := newHolding()
	c, p := newConsole(t, "huddle01", on(http.MethodPost, h.serve))
	p = p.with("TERM=xterm")
	s := spinning(t, c, p, "create", "--name", "x", "-o", "secret")
	signalTo(t, s.command, syscall.SIGINT)
	const waits = "waiting until the new secret is safe, at most 30s for the answer and 10s for its way; once more to leave without it, and `keyctl recover` tells what became of it"
	s.wait(erased + waits + "\n" + erased)
	close(h.release)
	code, screen := s.end()
	lines := strings.Split(rendered(screen), "\n")
	if code != 130 || len(lines) < 2 || lines[0] != waits || !secretPattern.MatchString(lines[1]) || strings.Contains(rendered(screen), "⠋") {
		t.Errorf("exit code %d: %q", code, screen)
	}
}

// Who leaves has read how the key is found again.
func TestTheSpinnerLeavesTheWayBackOnTheScreen(t *testing.T) {
	t.Parallel()
	h := newHolding()
	c, p := newConsole(t, "huddle01", on(http.MethodPost, h.serve))
	p = p.with("TERM=xterm")
	s := spinning(t, c, p, "create", "--name", "x", "-o", "secret")
	s.typed("\x03")
	s.wait("`keyctl recover` tells what became of it\n" + erased)
	insists(t, s.command, syscall.SIGINT)
	code, screen := s.end()
	if code != 130 || !strings.Contains(rendered(screen), "once more to leave without it, and `keyctl recover` tells what became of it\n") {
		t.Errorf("exit code %d: %q", code, screen)
	}
}

func TestTheQuestionComesAfterTheSpinner(t *testing.T) {
	t.Parallel()
	h := newHolding()
	c, p := newConsole(t, "huddle01", on(http.MethodGet, h.serve))
	p = p.with("TERM=xterm")
	c.make(t, "x")
	s := spinning(t, c, p, "revoke", "x")
	close(h.release)
	s.wait("[y/N] ")
	s.typed("y\n")
	code, screen := s.end()
	if got := rendered(screen); code != 0 || !strings.HasPrefix(got, "on huddle01 at ") || !strings.Contains(got, "[y/N] y\n") || strings.Contains(got, "waiting") {
		t.Errorf("exit code %d: %q", code, screen)
	}
}
