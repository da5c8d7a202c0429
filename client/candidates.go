package client

import "errors"

// MostCandidates bounds how many keys an error lists.
const MostCandidates = 100

// Candidates are the keys among which a person has to choose. They are the cause
// of an [Error], on top of what it had for one.
type Candidates struct {
	Keys  []Key
	cause error
}

// Error gives what the cause says, which may be nothing.
func (c *Candidates) Error() string {
	if c.cause == nil {
		return "there are several keys"
	}
	return c.cause.Error()
}

// Unwrap gives the cause.
func (c *Candidates) Unwrap() error { return c.cause }

// WithCandidates gives a copy of an error that lists keys to choose from.
func WithCandidates(e *Error, keys []Key) *Error {
	changed := *e
	changed.Cause = &Candidates{keys, e.Cause}
	return &changed
}

// CandidatesOf gives the keys that an error lists. Those of an error that another
// one wraps are not that one's own.
func CandidatesOf(err error) []Key {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return nil
	}
	if candidates, ok := e.Cause.(*Candidates); ok { //nolint:errorlint // of this error alone
		return candidates.Keys
	}
	return nil
}
