package cmd

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/output"
)

// canAsk reports whether a person is there to answer, on the terminal from
// which stdin comes and to which stderr goes. Prompts never go to stdout.
func (a *app) canAsk() bool { return isTerminal(a.system.In) && isTerminal(a.system.Err) }

// ask asks a question and fails unless the answer is yes; the end of the input
// and Ctrl-C are no.
func (a *app) ask(ctx context.Context, question string) error {
	_, _ = fmt.Fprint(a.stderr, question)
	answers := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(a.system.In).ReadString('\n')
		answers <- strings.ToLower(strings.TrimSpace(line))
	}()
	select {
	case answer := <-answers:
		switch answer {
		case "y", "yes":
			return nil
		case "": // the end of the input leaves the cursor behind the question
			_, _ = fmt.Fprintln(a.stderr)
		}
	case <-ctx.Done():
		_, _ = fmt.Fprintln(a.stderr)
	}
	return client.Errorf(client.CheckFailed, "the answer was no; nothing was changed")
}

// age tells when a key was made.
func age(key client.Key) string {
	if key.CreatedAt.IsZero() {
		return "of unknown age"
	}
	return "created " + output.Relative(key.CreatedAt, time.Now())
}
