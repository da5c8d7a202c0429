// Package system is what a command touches outside of itself: arguments,
// environment, standard streams and signals.
package system

import (
	"context"
	"os"

	"golang.org/x/term"
)

// System is all that a command touches outside of itself.
type System struct {
	Args        []string // with the program's name first
	Environment func(string) string
	In          *os.File
	Out         *os.File
	Err         *os.File

	// Closed are those of the three that were closed when the process began.
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

// IsTerminal reports whether a file is a terminal.
func IsTerminal(file *os.File) bool { return term.IsTerminal(int(file.Fd())) }
