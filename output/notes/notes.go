// Package notes writes to stderr what is neither data nor an error.
package notes

import (
	"fmt"
	"io"

	"keyctl/output"
)

// Notes writes to stderr what is neither data nor an error.
type Notes struct {
	Stderr io.Writer // where secrets are redacted
	JSON   bool      // a program reads the output
	Quiet  bool      // -q
}

// Note writes a line for people and logs. Quiet silences it, and so does JSON,
// whose data holds all that a note says.
func (n Notes) Note(format string, values ...any) {
	if !n.Quiet && !n.JSON {
		n.Alert(format, values...)
	}
}

// Warn writes what a person may want to change and the data does not say. Quiet
// silences it; with JSON it is JSON, like an error.
func (n Notes) Warn(format string, values ...any) {
	if !n.Quiet {
		_ = output.WriteWarning(n.Stderr, n.JSON, fmt.Sprintf(format, values...))
	}
}

// Alert writes what a person has to know to lose no secret. Nothing silences it:
// it comes only when something is about to go wrong.
func (n Notes) Alert(format string, values ...any) {
	_, _ = fmt.Fprintf(n.Stderr, format+"\n", values...)
}

// Lines gives a writer that hands each line to a function; a line that is
// written in pieces arrives in pieces.
func Lines(each func(line string)) io.Writer { return lineWriter(each) }
