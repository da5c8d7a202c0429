package command

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"syscall"

	"keyctl/config"
	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

const longestOutput = 16 << 10

var errTooMuch = errors.New("it printed too much")

// firstLine takes the credential from what a command printed.
func firstLine(name string, printed []byte) (secrets.Secret, error) {
	line, _, _ := bytes.Cut(printed, []byte("\n"))
	text := strings.TrimRight(string(line), "\r")
	if text == "" {
		return secrets.Secret{}, errs.Errorf(errs.Denied, "the credential command %s printed nothing on its first line", name).
			WithHint("run it by hand: it has to print the credential on the first line of its stdout")
	}
	secret, err := config.ReadCredential("what the credential command "+name+" printed", text)
	if refused, ok := errors.AsType[*errs.Error](err); ok {
		return secret, refused.OfKind(errs.Denied) // it isn't the command line that is wrong
	}
	return secret, err
}

// limitedBuffer keeps what a command prints, and reports when that is too much.
// The buffer isn't embedded: its ReadFrom would know no limit.
type limitedBuffer struct {
	text       bytes.Buffer
	full       func()
	overflowed bool
}

func (b *limitedBuffer) Write(text []byte) (int, error) {
	if b.text.Len()+len(text) > longestOutput {
		b.overflowed = true
		b.full()
		return 0, errTooMuch
	}
	return b.text.Write(text)
}

// failure is the error for a command that failed.
func failure(name string, err error) error {
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return errs.Errorf(errs.Denied, "the credential command %s cannot be run: %w", name, atomicfile.Reason(err)).
			WithHint("run it by hand to see why")
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		signal := strings.TrimPrefix(exit.String(), "signal: ")
		return errs.Errorf(errs.Denied, "the credential command %s was ended by a signal: %s", name, signal).
			WithHint("run it by hand to see whether that happens again")
	}
	return errs.Errorf(errs.Denied, "the credential command %s failed with %s", name, exit.ProcessState).
		WithHint("run it by hand to see why; what it said on stderr stands above")
}
