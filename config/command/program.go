package command

import (
	"errors"
	"os/exec"
	"path/filepath"

	"keyctl/internal/errs"
	"keyctl/internal/process"
	"keyctl/internal/safetext"
)

// findProgram finds the program of a credential command: an absolute path, or
// a name in an absolute folder of PATH. Whatever depends on the current
// directory is refused: a stranger may have put it there.
func findProgram(word string, environment []string) (string, error) {
	name := safetext.Quote(word)
	if !filepath.IsAbs(word) && (word != filepath.Base(word) || word == "." || word == "..") {
		return "", errs.Errorf(errs.Denied, "the credential command %s is a relative path: %w", name, exec.ErrDot).
			WithHint("give its whole path, or a name that is in PATH; no shell expands ~ or variables here")
	}
	found, err := process.Find(word, environment)
	if err != nil {
		return "", notRunnable(name, err)
	}
	return found, nil
}

// notRunnable is the error for a program that can't be run.
func notRunnable(name string, err error) error {
	switch {
	case errors.Is(err, exec.ErrDot):
		return errs.Errorf(errs.Denied, "the credential command %s would be taken from a relative folder in PATH: %w", name, exec.ErrDot).
			WithHint("give its whole path, or take the relative folder out of PATH")
	case process.IsNoProgram(err):
		return errs.Errorf(errs.Denied, "the credential command %s is not executable", name).
			WithHint("run chmod +x on it, or give the path of the program that was meant")
	}
	return errs.Errorf(errs.Denied, "the credential command %s is not found", name).
		WithHint("install it, or give its whole path; no shell expands ~, variables or aliases here")
}
