package exec

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"syscall"

	"keyctl/internal/errs"
	"keyctl/internal/process"
	"keyctl/internal/safetext"
)

// findCommand finds the program of a command, as a shell does: what has a slash
// is a path.
func findCommand(word string) (string, error) {
	found, err := process.Find(word, os.Environ())
	name := safetext.Quote(word)
	switch {
	case err == nil:
		return found, nil
	case errors.Is(err, exec.ErrDot):
		return "", withCode(execNotFound, errs.Errorf(errs.Failed, "the command %s would be taken from a relative folder in PATH", name).
			WithHint("give its path, or take the relative folder out of PATH"))
	case process.IsFolder(err):
		return "", withCode(execNotExecutable, errs.Errorf(errs.Failed, "the command %s is a folder", name).
			WithHint("give the path of the program that was meant"))
	case process.IsNoProgram(err):
		return "", withCode(execNotExecutable, errs.Errorf(errs.Failed, "the command %s is not executable", name).
			WithHint("run chmod +x on it, or give the path of the program that was meant"))
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return "", withCode(execNotFound, errs.Errorf(errs.Failed, "the command %s is not found", name).
			WithHint("install it, or give its path; aliases and functions of a shell need that shell: sh -c '…'"))
	}
	return "", withCode(execNotExecutable, errs.Errorf(errs.Failed, "the command %s cannot be run: %w", name, err).WithHint("look at what is there"))
}

// notStarted is a program that the system doesn't run.
func notStarted(word string, err error) error {
	name := safetext.Quote(word)
	failure := errs.Errorf(errs.Failed, "the command %s cannot be run: %w", name, errors.Unwrap(err))
	switch {
	case errors.Is(err, syscall.ENOENT):
		failure = errs.Errorf(errs.Failed, "the command %s needs an interpreter that is not there", name).WithHint("look at its first line")
	case errors.Is(err, syscall.ENOEXEC):
		failure = failure.WithHint("it is not a program for this machine, or a script without #! in its first line: name its interpreter")
	case slices.ContainsFunc(shortages(), func(one syscall.Errno) bool { return errors.Is(err, one) }):
		return failure // it is not the command's fault
	}
	return withCode(execNotExecutable, failure)
}

// shortages are the failures of a system that has nothing left for a new process.
func shortages() []syscall.Errno {
	return []syscall.Errno{syscall.EAGAIN, syscall.ENOMEM, syscall.EMFILE, syscall.ENFILE}
}
