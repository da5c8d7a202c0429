package terminal

import (
	"bytes"
	"io"
)

// Around gives stdout for a list, whose rows arrive between waits. The spinner
// stays off the line of a row that isn't complete, and off a pipe, behind which
// another program may be writing to the same terminal.
func (s *Spinner) Around(out io.Writer, terminal bool) io.Writer {
	return spinnerAround{out, s, terminal}
}

type spinnerAround struct {
	out      io.Writer
	spinner  *Spinner
	terminal bool
}

// Write writes to stdout.
func (b spinnerAround) Write(text []byte) (int, error) {
	b.spinner.bar(true)
	n, err := b.out.Write(text)
	if b.terminal && bytes.HasSuffix(text, []byte("\n")) {
		b.spinner.bar(false)
	}
	return n, err
}
