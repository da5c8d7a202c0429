package config

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"

	"keyctl/client"
)

// firstLine takes the credential from what a command printed.
func firstLine(name string, printed []byte) (client.Secret, error) {
	line, _, _ := bytes.Cut(printed, []byte("\n"))
	text := strings.TrimRight(string(line), "\r")
	if text == "" {
		return client.Secret{}, client.Errorf(client.Denied, "the credential command %s printed nothing on its first line", name).
			WithHint("run it by hand: it has to print the credential on the first line of its stdout")
	}
	secret, err := ReadCredential("what the credential command "+name+" printed", text)
	if failure, ok := errors.AsType[*client.Error](err); ok {
		failure.Kind = client.Denied // it isn't the command line that is wrong
	}
	return secret, err
}

// limitedBuffer keeps what a command prints, and says when that is too much.
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

// commandFailure is how a command ended that failed.
func commandFailure(name string, err error) error {
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return client.Errorf(client.Denied, "the credential command %s cannot be run: %w", name, pathReason(err)).
			WithHint("run it by hand to see why")
	}
	if signal, isSignal := strings.CutPrefix(exit.String(), "signal: "); isSignal {
		return client.Errorf(client.Denied, "the credential command %s was ended by a signal: %s", name, signal).
			WithHint("run it by hand to see whether that happens again")
	}
	return client.Errorf(client.Denied, "the credential command %s failed with %s", name, exit.ProcessState).
		WithHint("run it by hand to see why; what it said on stderr stands above")
}
