package network

import (
	"errors"
	"io"
	"syscall"
)

// NotSent is a failure before any byte of a request could leave.
type NotSent struct{ error }

// Unsent says of a failure that no byte of a request left.
func Unsent(err error) error { return NotSent{err} }

// Unwrap gives the failure.
func (e NotSent) Unwrap() error { return e.error }

// certificateAsked is a failure of a connection whose server asked for a
// certificate of ours, and got none.
type certificateAsked struct{ error }

func (e certificateAsked) Unwrap() error { return e.error }

// errNotLoopback is an address that plain http is not sent to.
var errNotLoopback = errors.New("plain http would leave this machine")

// obstacle is what kept a request from its answer, in words.
type obstacle struct {
	what    string // "" for a connection that wasn't there in time
	hint    string
	lasting bool // sending again soon is pointless
}

// closed reports whether the other side hung up.
func closed(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// refused reports whether nobody listens. The number is what Windows says.
func refused(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.Errno(10061))
}

func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}
