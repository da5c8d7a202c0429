// Package cmd is the command line: one file a command. app.go alone wires
// the other packages together.
package cmd

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/output"
)

// System is all that a command touches outside of itself.
type System struct {
	Args        []string // with the program's name first
	Environment func(string) string
	In          *os.File
	Out         *os.File
	Err         *os.File

	// Closed tells which of the three were closed when the process began.
	Closed []*os.File

	// Start calls a function that is to start a child, with the limits that this
	// process was started with and doesn't keep. It may be nil.
	Start func(start func() error) error

	// UntilSignal gives the context that a command runs in; a [Signal] ends it.
	// It is asked once a command begins, and not for help or the version: to
	// watch for signals starts threads.
	UntilSignal func() context.Context

	// TakeSignals gives all signals to a command that runs a child, so that they
	// end neither its context nor the process any more. It fails when one has
	// ended the context.
	TakeSignals func() (received <-chan os.Signal, inTime bool)
}

// Signal is the cause with which a context ends when the process is told to.
type Signal struct{ os.Signal }

// Error names the signal.
func (s Signal) Error() string { return s.String() }

// Run carries out one command line and gives the exit code. The codes are the
// numbers of [client.Kind], and 128 plus the signal's number; exec has its own.
func Run(system System) int {
	a := newApp(system)
	return a.carryOut(a.root)
}

// carryOut carries out the command line with the commands that there are.
func (a *app) carryOut(commands func() *cobra.Command) (code int) {
	defer a.guard(&code)
	root := commands()
	root.SetArgs(a.system.Args[1:])
	executed, err := root.ExecuteContextC(context.Background())
	code = a.exitCode(executed, err)
	if err != nil {
		if failure, ok := errors.AsType[*client.Error](err); ok {
			if ended, isEnded := signalKind(executed.Context()); isEnded {
				failure.Kind = ended
			}
			failure.Code = code
		}
		a.registerPrefixes()
		a.report(executed, leftToTell(err))
	}
	a.mentionPending(executed)
	return code
}

// exitCode is the exit code of a command that ended with an error or nil. That
// of a child which has run counts for more than a signal, which it got, too.
func (a *app) exitCode(executed *cobra.Command, err error) int {
	ended, isEnded := signalKind(executed.Context())
	switch {
	case a.child != nil && (err == nil || *a.child != 0):
		return *a.child
	case isEnded:
		return int(ended)
	case err == nil:
		return 0
	}
	return failureCode(executed.Name(), err)
}

// signalKind is the kind of failure that a signal is, if one came.
func signalKind(ctx context.Context) (client.Kind, bool) {
	interrupted, _ := errors.AsType[Signal](context.Cause(ctx))
	number, ok := interrupted.Signal.(syscall.Signal)
	return client.Interrupted + client.Kind(number), ok
}

// report writes an error to stderr. The errors of cobra are about the command
// line, and may have several lines.
func (a *app) report(executed *cobra.Command, err error) {
	profile, verb := a.profile.Name, ""
	if executed != nil && executed.HasParent() {
		verb = strings.TrimPrefix(executed.CommandPath(), executed.Root().Name()+" ")
	}
	asJSON := a.asJSON()
	if profile == "" && !asJSON {
		profile = a.name // a line begins with a name; JSON has null for no profile
	}
	// Where stderr can't be written there is nobody left to tell.
	_ = output.WriteError(a.stderr, asJSON, profile, verb, err)
}

// asJSON reports whether a program reads the output: then errors are JSON too,
// and notes, whose facts are all in the data, would be in its way. It asks the
// flags and the environment themselves, because what is wrong may be just these.
func (a *app) asJSON() bool {
	format := a.flag("output")
	if format == "" && !a.loaded {
		format = typedFormat(a.system.Args) // behind a flag that couldn't be read
	}
	if format == "" {
		format = a.system.Environment("KEYCTL_OUTPUT")
	}
	return strings.HasPrefix(format, "json")
}

// typedFormat looks for -o or --output among words that were not read as flags.
func typedFormat(words []string) string {
	for i, word := range words {
		value, joined := strings.CutPrefix(word, "--output=")
		if !joined && len(word) > 2 {
			value, joined = strings.CutPrefix(word, "-o")
		}
		switch {
		case word == "--":
			return ""
		case joined:
			return strings.TrimPrefix(value, "=")
		case (word == "-o" || word == "--output") && i+1 < len(words):
			return words[i+1]
		}
	}
	return ""
}

// programName is the name the user called: packages install the program
// under another name where keyutils owns this one.
func programName(args []string) string {
	name := "keyctl"
	if len(args) > 0 && args[0] != "" {
		name = strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	}
	return client.Printable(name)
}
