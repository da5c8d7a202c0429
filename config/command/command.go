// Package command runs the command that a profile names for its credential, and
// reads the credential from what it prints.
package command

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/term"

	"keyctl/config/file"
	"keyctl/internal/errs"
	"keyctl/internal/process"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// DefaultTimeout is the longest that a credential command may take. A person may have to
// type a passphrase or touch a device meanwhile.
const DefaultTimeout = time.Minute

// patienceAfter is how long a command that was asked to end, or the children it
// left behind, may go on.
const patienceAfter = time.Second

// Options are what a credential command gets, and how long it may take.
type Options struct {
	Stdin       *os.File      // handed on when it is a terminal; nil for none
	Stderr      io.Writer     // where its stderr goes; nil for nowhere
	Environment []string      // as of [os.Environ]; it never gets our own secrets of it
	Timeout     time.Duration // 0 is [DefaultTimeout]
}

// Run runs a credential command and gives the first line that it prints; password
// stores keep notes below that. No shell takes the words apart. The command runs
// in the root folder, because the current directory configures nothing, and many
// a tool reads settings where it is started.
func Run(ctx context.Context, words []string, options Options) (secrets.Secret, error) {
	if len(words) == 0 {
		return secrets.Secret{}, errs.Errorf(errs.Usage, "the credential command has no words").WithHint("write it as a list: %s", file.CommandExample)
	}
	name := safetext.Quote(words[0])
	program, err := findProgram(words[0], options.Environment)
	if err != nil {
		return secrets.Secret{}, err
	}
	if options.Timeout <= 0 {
		options.Timeout = DefaultTimeout
	}
	bounded, stop := context.WithTimeout(ctx, options.Timeout)
	defer stop()
	running, tooMuch := context.WithCancelCause(bounded)
	defer tooMuch(nil)
	stdout := &limitedBuffer{full: func() { tooMuch(errTooMuch) }}
	command := exec.CommandContext(running, program, words[1:]...) //nolint:gosec // the user's own words, from a file that nobody else can write
	command.Args[0] = words[0]
	command.Stdout = stdout
	options.prepare(command)
	err = command.Run()
	switch {
	case ctx.Err() != nil:
		return secrets.Secret{}, errs.Errorf(errs.Denied, "the credential command %s was stopped: %w", name, context.Cause(ctx)).
			WithHint("run it again, and wait for it")
	case stdout.overflowed:
		return secrets.Secret{}, errs.Errorf(errs.Denied, "the credential command %s printed more than %d bytes", name, longestOutput).
			WithHint("it has to print the credential on its first line, and little else")
	case bounded.Err() != nil:
		return secrets.Secret{}, errs.Errorf(errs.Denied, "the credential command %s took longer than %s", name, options.Timeout).
			WithHint("run it by hand: does it wait for something to be typed?")
	case err != nil && !errors.Is(err, exec.ErrWaitDelay): // a grandchild may go on, the credential is here
		return secrets.Secret{}, failure(name, err)
	}
	return firstLine(name, stdout.text.Bytes())
}

// prepare gives a command what it may have, and lets it go in time.
func (o Options) prepare(command *exec.Cmd) {
	command.Env = process.Environment(o.Environment, "PWD", "OLDPWD") // nor where we were started
	command.Dir = string(filepath.Separator)
	command.Stderr = o.Stderr
	terminal := o.Stdin != nil && term.IsTerminal(int(o.Stdin.Fd()))
	if terminal {
		command.Stdin = o.Stdin
	} else {
		// Its children end with it. On a terminal it shares our group, or else
		// it could ask for nothing there.
		process.InGroup(command)
	}
	command.Cancel = func() error { return process.Terminate(command.Process, !terminal) }
	command.WaitDelay = patienceAfter
}
