package cmd

import (
	"errors"

	"keyctl/client"
)

// The exit codes of exec: those below belong to the command that it runs. They
// are what env, nice and nohup have.
const (
	execFailed        = 125 // exec itself failed
	execNotExecutable = 126
	execNotFound      = 127
)

// failureCode is the exit code of a verb that failed.
func failureCode(verb string, err error) int {
	if verb != "exec" {
		return int(client.KindOf(err))
	}
	if failure, ok := errors.AsType[*client.Error](err); ok && failure.Code != 0 {
		return failure.Code
	}
	return execFailed
}

// withCode gives an error another exit code than its kind has.
func withCode(code int, e *client.Error) *client.Error {
	e.Code = code
	return e
}
