package output

import (
	"errors"
	"io"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// spillSize is how much text is gathered before it is written.
const spillSize = 32 << 10

// buffer gathers text and writes it in large pieces. The first failed write
// is kept and returned by every later one.
type buffer struct {
	w     io.Writer
	text  []byte
	eager bool // write after every row
	err   error
}

func newBuffer(w io.Writer, eager bool) *buffer {
	return &buffer{w: w, text: make([]byte, 0, spillSize+spillSize/8), eager: eager}
}

// spill writes when there is enough to write.
func (b *buffer) spill() error {
	if b.err == nil && !b.eager && len(b.text) < spillSize {
		return nil
	}
	return b.flush()
}

// flush writes all there is.
func (b *buffer) flush() error {
	if b.err == nil && len(b.text) > 0 {
		b.err = writeAll(b.w, b.text)
	}
	b.text = b.text[:0]
	return b.err
}

// writeAll is one Write whose failure is an error of kind Failed that wraps
// what the system said.
func writeAll(w io.Writer, text []byte) error {
	written, err := w.Write(text)
	if err == nil && written < len(text) {
		err = io.ErrShortWrite
	}
	if err == nil {
		return nil
	}
	reason := err
	for next := errors.Unwrap(reason); next != nil; next = errors.Unwrap(reason) {
		reason = next
	}
	return &errs.Error{
		Kind:  errs.Failed,
		What:  "cannot write the output: " + safetext.Printable(reason.Error()),
		Cause: err,
	}
}
