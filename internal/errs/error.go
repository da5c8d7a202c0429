package errs

import (
	"cmp"
	"errors"
	"fmt"
)

// Kind says what sort of failure an [Error] is. Its number is the exit code
// of the command that ends with it.
type Kind int

// The kinds of failure, numbered as the documented exit codes.
const (
	Failed         Kind = 1  // anything that has no code of its own
	Usage          Kind = 2  // the command line or the environment is wrong
	Denied         Kind = 3  // not signed in, or not allowed
	NotFound       Kind = 4  // no such key
	Conflict       Kind = 5  // a conflict, a limit, an ambiguous name
	Unsupported    Kind = 6  // this console cannot do that
	RateLimited    Kind = 7  // the console asks to wait
	Unreachable    Kind = 8  // no console, or nonsense from it; nothing changed
	UnknownOutcome Kind = 9  // it may or may not have happened
	CheckFailed    Kind = 10 // a check found something, or the answer is no
	Partial        Kind = 11 // some of several failed

	// Interrupted and the number of a signal make the kind of a command that a
	// signal ended.
	Interrupted Kind = 128
)

// String is the kind's word in the JSON form of an error.
func (k Kind) String() string {
	words := [...]string{
		Failed: "failed", Usage: "usage", Denied: "denied", NotFound: "not_found",
		Conflict: "conflict", Unsupported: "unsupported", RateLimited: "rate_limited",
		Unreachable: "unreachable", UnknownOutcome: "unknown_outcome",
		CheckFailed: "check_failed", Partial: "partial",
	}
	if k > Interrupted {
		return "interrupted"
	}
	if k <= 0 || int(k) >= len(words) {
		return "failed"
	}
	return words[k]
}

// Error is a failure as the user sees it: what happened, in one lower-case
// line without a full stop, and a hint what to do. What a console or a user
// wrote is quoted with [safetext.Quote] before it enters either.
type Error struct {
	Kind  Kind
	What  string
	Hint  string
	KeyID string // the key it is about, where one is known: after a create, the one to look at
	Cause error
	Code  int // the exit code, where it isn't the number of the kind

	// Status is that of the console's answer that is the reason, 0 for none.
	Status int
}

// The statuses of an answer that say something of the credential.
const (
	unauthorized = 401
	forbidden    = 403
)

// Error gives what happened, without the hint.
func (e *Error) Error() string { return e.What }

// ExitCode is the exit code of a command that ends with it.
func (e *Error) ExitCode() int { return cmp.Or(e.Code, int(e.Kind)) }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Unsigned reports whether a console took the credential for none of its own.
func (e *Error) Unsigned() bool { return e.Status == unauthorized }

// Forbidden reports whether a console knows the credential, and doesn't allow it
// what was asked for.
func (e *Error) Forbidden() bool { return e.Status == forbidden }

// Errorf makes an Error of a kind, with no hint.
func Errorf(kind Kind, format string, values ...any) *Error {
	wrapped := fmt.Errorf(format, values...)
	return &Error{Kind: kind, What: wrapped.Error(), Cause: errors.Unwrap(wrapped)}
}

// WithHint gives a copy of the error with a hint.
func (e *Error) WithHint(format string, values ...any) *Error {
	changed := *e
	changed.Hint = fmt.Sprintf(format, values...)
	return &changed
}

// OfKind gives a copy of the error with another kind.
func (e *Error) OfKind(kind Kind) *Error {
	changed := *e
	changed.Kind = kind
	return &changed
}

// Adding gives a copy of the error that says one more clause, like
// "; nothing was created".
func (e *Error) Adding(format string, values ...any) *Error {
	changed := *e
	changed.What += fmt.Sprintf(format, values...)
	return &changed
}

// About gives a copy of the error that names the key it is about.
func (e *Error) About(id string) *Error {
	changed := *e
	changed.KeyID = id
	return &changed
}

// KindOf is the kind of an error, Failed when it has none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Failed
}
