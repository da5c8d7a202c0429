package process

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// Find gives the path of a program: of one that is called by its name, in an
// absolute folder of PATH, for what depends on the current directory may be a
// stranger's. The error is an [exec.ErrDot] where only that would find it; it
// tells [IsNoProgram] where something is there that can't be run.
func Find(word string, environment []string) (string, error) {
	if word != filepath.Base(word) || word == "." || word == ".." {
		_, err := exec.LookPath(word)
		return word, err
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
		case errors.Is(err, fs.ErrPermission) && errors.Is(failure, exec.ErrNotFound) && isThere(candidate):
			failure = err
		}
	}
	return "", failure
}

// isThere reports whether something has a path. In a folder of PATH that is closed
// to this user, as root's are after setpriv, nothing is.
func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// IsFolder reports whether [Find] found a folder.
func IsFolder(err error) bool { return errors.Is(err, syscall.EISDIR) }

// IsNoProgram reports whether [Find] found something that can't be run.
func IsNoProgram(err error) bool {
	return errors.Is(err, fs.ErrPermission) || IsFolder(err)
}
