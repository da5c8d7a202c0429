package exec

import (
	"keyctl/cmd/cli"
	"keyctl/internal/errs"
)

// The exit codes of exec: those below belong to the command that it runs. They
// are what env, nice and nohup have.
const (
	execFailed        = 125 // exec itself failed
	execNotExecutable = 126
	execNotFound      = 127
)

// withCode gives an error another exit code than its kind has.
func withCode(code int, e *errs.Error) *errs.Error {
	changed := *e
	changed.Code = code
	return &changed
}

// exited is the end of a command as an error, whose exit code is the command's;
// nil for 0. The command itself reported what was wrong.
func exited(code int) error {
	if code == 0 {
		return nil
	}
	return cli.AlreadyReported(withCode(code, errs.Errorf(errs.Failed, "the command exited with %d", code)))
}
