// Package terminal asks a person, and shows that a wait takes long.
package terminal

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"keyctl/internal/aside"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
	"keyctl/internal/system"
)

// Terminal is where a person can be asked: stdin and stderr, where both are
// terminals. Prompts never go to stdout.
type Terminal struct {
	In      *os.File
	Err     *os.File
	Out     io.Writer // what goes to Err is written here, where secrets are redacted
	Spinner *Spinner
}

// CanAsk reports whether a person is there to answer.
func (t Terminal) CanAsk() bool { return system.IsTerminal(t.In) && system.IsTerminal(t.Err) }

// Width is that of the terminal in columns, 0 when unknown.
func (t Terminal) Width() int {
	width, _, _ := term.GetSize(int(t.Err.Fd()))
	return width
}

// Confirm asks a question and fails unless the answer is yes; the end of the
// input and Ctrl-C are no.
func (t Terminal) Confirm(ctx context.Context, question string) error {
	answer, err := t.Answer(ctx, question, t.line)
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	case "": // the end of the input leaves the cursor behind the question
		_, _ = fmt.Fprintln(t.Out)
	}
	if err != nil {
		return errs.Errorf(errs.CheckFailed, "interrupted; nothing was changed")
	}
	return errs.Errorf(errs.CheckFailed, "the answer was no; nothing was changed")
}

// longestLine is what a terminal takes as one line; it drops the rest without
// a word.
const longestLine = 4095

// Secret asks for a secret, which the terminal doesn't show. It hides what is
// typed before it asks, so that nothing typed early is shown either.
func (t Terminal) Secret(ctx context.Context, prompt string) (secrets.Secret, error) {
	show, err := hideTyping(t.In)
	if err != nil {
		return secrets.Secret{}, errs.Errorf(errs.Failed, "cannot use the terminal: %w", err)
	}
	defer show()
	// A shell that resumes a stopped command makes the terminal show again what
	// is typed: hide it once more, and repeat the prompt.
	unwatch := onStop(show, func() {
		if _, err := hideTyping(t.In); err == nil {
			_, _ = fmt.Fprint(t.Out, prompt)
		}
	})
	defer unwatch()
	line, err := t.Answer(ctx, prompt, t.line)
	_, _ = fmt.Fprintln(t.Out)
	switch {
	case err != nil:
		return secrets.Secret{}, errs.Errorf(errs.Failed, "interrupted")
	case line == "":
		return secrets.Secret{}, errs.Errorf(errs.CheckFailed, "nothing was typed")
	case len(line) >= longestLine:
		return secrets.Secret{}, errs.Errorf(errs.Usage, "that is more than a terminal takes as one line").
			WithHint("give it from a file or a pipe")
	}
	return secrets.New(line), nil
}

// line reads a line; the end of the input is an empty one.
func (t Terminal) line() string {
	line, _ := bufio.NewReader(t.In).ReadString('\n')
	return strings.TrimRight(line, "\r\n")
}

// Answer shows a question and waits until read gives the answer, or for the end of
// ctx.
func (t Terminal) Answer(ctx context.Context, question string, read func() string) (string, error) {
	_, _ = fmt.Fprint(t.Out, question)
	select {
	case line := <-aside.Go(read):
		return line.Get(), nil
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}
