package config

import (
	"errors"
	"io/fs"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"keyctl/client"
)

// findProgram finds the program of a credential command: an absolute path, or
// a name in an absolute folder of PATH. Whatever depends on the current
// directory is refused: a stranger may have filled it.
func findProgram(word string, environment []string) (string, error) {
	name := client.Quote(word)
	if filepath.IsAbs(word) {
		if _, err := exec.LookPath(word); err != nil {
			return "", notRunnable(name, err)
		}
		return word, nil
	}
	if word != filepath.Base(word) || word == "." || word == ".." {
		return "", client.Errorf(client.Denied, "the credential command %s is a relative path: %w", name, exec.ErrDot).
			WithHint("give its whole path, or a name that is in PATH; no shell expands ~ or variables here")
	}
	failure := exec.ErrNotFound
	for _, folder := range filepath.SplitList(variable(environment, "PATH")) {
		candidate := filepath.Join(folder, word)
		if !filepath.IsAbs(folder) { // with a "." before it, it isn't looked for in PATH
			candidate = "." + string(filepath.Separator) + candidate
		}
		found, err := exec.LookPath(candidate)
		switch {
		case err == nil && filepath.IsAbs(folder):
			return found, nil
		case err == nil:
			failure = exec.ErrDot
		case errors.Is(err, fs.ErrPermission) && errors.Is(failure, exec.ErrNotFound):
			failure = err
		}
	}
	return "", notRunnable(name, failure)
}

// notRunnable is why a program can't be run.
func notRunnable(name string, err error) error {
	switch {
	case errors.Is(err, exec.ErrDot):
		return client.Errorf(client.Denied, "the credential command %s would be taken from a relative folder in PATH: %w", name, exec.ErrDot).
			WithHint("give its whole path, or take the relative folder out of PATH")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EISDIR):
		return client.Errorf(client.Denied, "the credential command %s is not executable", name).
			WithHint("run chmod +x on it, or give the path of the program that was meant")
	}
	return client.Errorf(client.Denied, "the credential command %s is not found", name).
		WithHint("install it, or give its whole path; no shell expands ~, variables or aliases here")
}

// commandFailure is how a command ended that failed.
func commandFailure(name string, err error) error {
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return client.Errorf(client.Denied, "the credential command %s cannot be run: %w", name, pathReason(err)).
			WithHint("run it by hand to see why")
	}
	if signal, isSignal := strings.CutPrefix(exit.ProcessState.String(), "signal: "); isSignal {
		return client.Errorf(client.Denied, "the credential command %s was ended by a signal: %s", name, signal).
			WithHint("run it by hand to see whether that happens again")
	}
	return client.Errorf(client.Denied, "the credential command %s failed with %s", name, exit.ProcessState).
		WithHint("run it by hand to see why; what it said on stderr stands above")
}

// commandEnvironment gives a command the environment, without our own secrets
// and without where we were started.
func commandEnvironment(environment []string) []string {
	kept := []string{}
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		if !slices.ContainsFunc([]string{"KEYCTL_API_KEY", "KEYCTL_PASSPHRASE", "PWD", "OLDPWD"}, func(hidden string) bool { return sameVariable(name, hidden) }) {
			kept = append(kept, entry)
		}
	}
	return kept
}

// variable gives the value that counts of a variable.
func variable(environment []string, name string) string {
	value := ""
	for _, entry := range environment {
		if key, text, _ := strings.Cut(entry, "="); sameVariable(key, name) {
			value = text
		}
	}
	return value
}

func sameVariable(a, b string) bool {
	return a == b || runtime.GOOS == "windows" && strings.EqualFold(a, b)
}
