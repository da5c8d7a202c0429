// Package errs holds the errors that a user reads: what happened, a hint what to
// do, and a kind that is the exit code. An error is a value: what is added to one is
// added to a copy.
package errs
