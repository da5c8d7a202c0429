package cmd

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"golang.org/x/term"

	"keyctl/client"
)

// spins reports whether a person looks who wants to know what a long wait is
// for. The lines of --debug tell it already.
func (a *app) spins() bool {
	able := a.system.Environment("TERM") // to erase a line
	return isTerminal(a.system.Err) && able != "" && able != "dumb" && !a.quiet && !a.debug && !a.unattended
}

// announceWaits lets the spinner say what a command waits for.
func (a *app) announceWaits(s *session) {
	if a.together != nil {
		return // with others, which are all told of in one line
	}
	place := client.Printable(s.Host())
	if a.profile.Sandbox {
		place = "the sandbox"
	}
	if a.spins() {
		a.spinner.turnOn("waiting for "+place, a.stderrWidth)
	}
}

// rest tells that a command is going to wait because of its console's limit: in
// the spinner, or where there is none in a note, unless that would only be
// noise.
func (a *app) rest(dialect client.Dialect, pause time.Duration) {
	text := restText(dialect, pause)
	switch {
	case a.unattended:
	case a.together != nil:
		a.together(pause)
	case a.spins():
		a.spinner.rest(text)
	case pause >= time.Second:
		a.note("%s", text)
	}
}

func restText(dialect client.Dialect, pause time.Duration) string {
	return fmt.Sprintf("waiting %d s: %s takes %s", wholeSeconds(pause), dialect.Console, rateText(dialect.Limit))
}

// wholeSeconds rounds up.
func wholeSeconds(pause time.Duration) int { return int((pause + time.Second - 1) / time.Second) }

func rateText(limit client.Rate) string {
	period := limit.Period.String()
	if limit.Period == time.Minute {
		period = "a minute"
	}
	return fmt.Sprintf("%d requests in %s", limit.Requests, period)
}

func (a *app) stderrWidth() int {
	width, _, _ := term.GetSize(int(a.system.Err.Fd()))
	return width
}

// listOut is where a list goes, until ctx ends.
func (a *app) listOut(ctx context.Context) io.Writer {
	out := leavingWriter{ctx, a.system.Out}
	if a.spins() {
		return a.spinner.beside(out, isTerminal(a.system.Out))
	}
	return out
}

// beside gives stdout for a list, which comes while there are still waits. A
// line that isn't complete must not be erased, and where a pipe leads to, another
// program may be writing onto the same terminal.
func (s *spinner) beside(out io.Writer, terminal bool) io.Writer {
	return besideSpinner{out, s, terminal}
}

type besideSpinner struct {
	out      io.Writer
	spinner  *spinner
	terminal bool
}

// Write writes to stdout.
func (b besideSpinner) Write(text []byte) (int, error) {
	b.spinner.bar(true)
	n, err := b.out.Write(text)
	if b.terminal && bytes.HasSuffix(text, []byte("\n")) {
		b.spinner.bar(false)
	}
	return n, err
}

// sharesTerminal reports whether stdout and stderr may come onto the same
// lines.
func (a *app) sharesTerminal() bool { return isTerminal(a.system.Out) && isTerminal(a.system.Err) }
