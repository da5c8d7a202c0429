package cmd

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"

	"golang.org/x/term"

	"keyctl/client"
	"keyctl/output"
)

// canAsk reports whether a person is there to answer, on the terminal from
// which stdin comes and to which stderr goes. Prompts never go to stdout.
func (a *app) canAsk() bool { return isTerminal(a.system.In) && isTerminal(a.system.Err) }

// ask asks a question and fails unless the answer is yes; the end of the input
// and Ctrl-C are no.
func (a *app) ask(ctx context.Context, question string) error {
	answer, err := a.answer(ctx, question, func() (string, error) {
		line, _ := bufio.NewReader(a.system.In).ReadString('\n')
		if line == "" { // the end of the input leaves the cursor behind the question
			_, _ = fmt.Fprintln(a.stderr)
		}
		return strings.ToLower(strings.TrimSpace(line)), nil
	})
	if err == nil && (answer == "y" || answer == "yes") {
		return nil
	}
	return client.Errorf(client.CheckFailed, "the answer was no; nothing was changed")
}

// longestLine is what a terminal takes as one line; it drops the rest without
// a word.
const longestLine = 4095

// askSecret asks for a secret, which the terminal doesn't show.
func (a *app) askSecret(ctx context.Context, question string) (client.Secret, error) {
	fd := int(a.system.In.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return client.Secret{}, client.Errorf(client.Failed, "cannot use the terminal: %w", err)
	}
	// A signal ends the wait, not the reading: the terminal shows again what is
	// typed.
	defer func() { _ = term.Restore(fd, before) }()
	line, err := a.answer(ctx, question, func() (string, error) {
		typed, err := term.ReadPassword(fd)
		_, _ = fmt.Fprintln(a.stderr)
		return string(typed), err
	})
	switch {
	case ctx.Err() != nil:
		return client.Secret{}, client.Errorf(client.Failed, "interrupted; nothing was stored")
	case err != nil || line == "":
		return client.Secret{}, client.Errorf(client.CheckFailed, "nothing was typed; nothing was stored")
	case len(line) >= longestLine:
		return client.Secret{}, client.Errorf(client.Usage, "that is more than a terminal takes as one line").
			WithHint("give it from a file or a pipe")
	}
	return client.NewSecret(line), nil
}

// answer shows a question and waits for what is read, or for the end of ctx.
func (a *app) answer(ctx context.Context, question string, read func() (string, error)) (string, error) {
	_, _ = fmt.Fprint(a.stderr, question)
	type line struct {
		text string
		err  error
	}
	lines := make(chan line, 1)
	go func() {
		text, err := read()
		lines <- line{text, err}
	}()
	select {
	case given := <-lines:
		return given.text, given.err
	case <-ctx.Done():
		_, _ = fmt.Fprintln(a.stderr)
		return "", context.Cause(ctx)
	}
}

// age tells when a key was made.
func age(key client.Key) string {
	if key.CreatedAt.IsZero() {
		return "of unknown age"
	}
	return "created " + output.Relative(key.CreatedAt, time.Now())
}
