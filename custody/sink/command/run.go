package command

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/internal/atomicfile"
	"keyctl/internal/killpoint"
	"keyctl/internal/process"
)

// patience is how long a command that is ended may go on, and how long
// is waited for the output of what it left behind.
const patience = time.Second

// Put runs the command, and fails unless it read the whole secret and exited
// with 0.
func (c Command) Put(ctx context.Context, created client.Created) error {
	program, err := c.find()
	if err != nil {
		return err
	}
	return c.run(ctx, program, created.Secret.Reveal())
}

// run runs the program with the text on its stdin.
func (c Command) run(ctx context.Context, program, text string) error {
	bounded, stop := context.WithTimeout(ctx, c.Timeout)
	defer stop()
	input, err := newFeed(text)
	if err != nil {
		return failed("the command %s cannot be given the secret: %w", c.quoted(), atomicfile.Reason(err)).WithHint("try again")
	}
	defer input.close()
	output := &lines{out: c.Stderr, secret: known(text)}
	running := exec.CommandContext(bounded, program, c.Words[1:]...) //nolint:gosec // the user's own words, from the command line
	running.Args[0] = c.Words[0]
	running.Env = process.Environment(c.Environment)
	running.Stdin, running.Stdout, running.Stderr = input.reader, output, output
	if !c.Terminal {
		process.InGroup(running)
	}
	running.Cancel = func() error { return process.Terminate(running.Process, !c.Terminal) }
	running.WaitDelay = patience
	killpoint.At("exec: before the command")
	err = running.Start()
	killpoint.At("exec: after the command has begun")
	if err == nil {
		err = running.Wait()
	}
	killpoint.At("exec: after the command")
	output.flush()
	if output.held {
		c.Warn("the command %s printed the secret, which was blacked out", c.quoted())
	}
	stopped := bounded.Err() != nil
	if stopped && running.Process != nil && !c.Terminal {
		process.EndGroup(running.Process, patience)
	}
	if errors.Is(err, exec.ErrWaitDelay) && !stopped {
		err = nil // what it left behind may go on
	}
	taken := input.taken()
	switch {
	case err == nil && taken:
		return nil
	case ctx.Err() != nil:
		return failed("the command %s was stopped: %w", c.quoted(), context.Cause(ctx)).WithHint("look whether the secret arrived, and try again")
	case bounded.Err() != nil:
		return failed("the command %s took longer than %s", c.quoted(), c.Timeout).WithHint("run it by hand: does it wait for something to be typed?")
	case err != nil:
		return c.failure(err)
	}
	return failed("the command %s ended well, but did not read the whole secret from its stdin", c.quoted()).
		WithHint("many a command has to be told to, like with - or /dev/stdin or value=-")
}

// failure is how a command ended that failed.
func (c Command) failure(err error) error {
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return failed("the command %s cannot be run: %w", c.quoted(), atomicfile.Reason(err)).WithHint("run it by hand to see why")
	}
	if signal, isSignal := strings.CutPrefix(exit.String(), "signal: "); isSignal {
		return failed("the command %s was ended by a signal: %s", c.quoted(), signal).WithHint("run it by hand to see whether that happens again")
	}
	return failed("the command %s failed with %s", c.quoted(), exit.ProcessState).WithHint("what it said stands above; it gets the secret once, on its stdin, without a newline: run it by hand like that")
}
