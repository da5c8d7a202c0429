package cmd

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/internal/aside"
	"keyctl/output"
)

// canAsk reports whether a person is there to answer, on the terminal from
// which stdin comes and to which stderr goes. Prompts never go to stdout.
func (a *app) canAsk() bool { return isTerminal(a.system.In) && isTerminal(a.system.Err) }

// ask asks a question and fails unless the answer is yes; the end of the input
// and Ctrl-C are no.
func (a *app) ask(ctx context.Context, question string) error {
	answer, err := a.answer(ctx, question, a.line)
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	case "": // the end of the input leaves the cursor behind the question
		_, _ = fmt.Fprintln(a.stderr)
	}
	if err != nil {
		return client.Errorf(client.CheckFailed, "interrupted; nothing was changed")
	}
	return client.Errorf(client.CheckFailed, "the answer was no; nothing was changed")
}

// longestLine is what a terminal takes as one line; it drops the rest without
// a word.
const longestLine = 4095

// askSecret asks for a secret, which the terminal doesn't show. It hides before
// it asks: who types at once isn't shown either.
func (a *app) askSecret(ctx context.Context, question string) (client.Secret, error) {
	show, err := hideTyping(a.system.In)
	if err != nil {
		return client.Secret{}, client.Errorf(client.Failed, "cannot use the terminal: %w", err)
	}
	defer show()
	// A shell that brings a stopped command back lets the terminal show again
	// what is typed: hide it once more, and repeat the question.
	unwatch := onStop(show, func() {
		if _, err := hideTyping(a.system.In); err == nil {
			_, _ = fmt.Fprint(a.stderr, question)
		}
	})
	defer unwatch()
	line, err := a.answer(ctx, question, a.line)
	_, _ = fmt.Fprintln(a.stderr)
	switch {
	case err != nil:
		return client.Secret{}, client.Errorf(client.Failed, "interrupted")
	case line == "":
		return client.Secret{}, client.Errorf(client.CheckFailed, "nothing was typed")
	case len(line) >= longestLine:
		return client.Secret{}, client.Errorf(client.Usage, "that is more than a terminal takes as one line").
			WithHint("give it from a file or a pipe")
	}
	return client.NewSecret(line), nil
}

// line reads a line; the end of the input is an empty one.
func (a *app) line() string {
	line, _ := bufio.NewReader(a.system.In).ReadString('\n')
	return strings.TrimRight(line, "\r\n")
}

// answer shows a question and waits for a line, or for the end of ctx.
func (a *app) answer(ctx context.Context, question string, read func() string) (string, error) {
	_, _ = fmt.Fprint(a.stderr, question)
	select {
	case line := <-aside.Go(read):
		return line.Get(), nil
	case <-ctx.Done():
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
