// Package killtest builds programs that die at their killpoints, for tests.
package killtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// Builder builds a command with the tag killpoints, once for all tests that
// ask, and removes it when they are done.
type Builder struct {
	Program func() (path string, err error)
	folder  string
}

// New gives a builder for the command in a package, like "keyctl".
func New(command string) *Builder {
	b := &Builder{}
	b.Program = sync.OnceValues(func() (string, error) { return b.build(command) })
	return b
}

func (b *Builder) build(command string) (string, error) {
	folder, err := os.MkdirTemp("", "killtest")
	if err != nil {
		return "", err
	}
	b.folder = folder
	path := filepath.Join(folder, "program.exe") // the ending is for Windows, and does no harm elsewhere
	if output, err := exec.Command("go", "build", "-tags", "killpoints", "-o", path, command).CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, output)
	}
	return path, nil
}

// Remove removes what was built. It is for the end of TestMain.
func (b *Builder) Remove() {
	if b.folder != "" {
		_ = os.RemoveAll(b.folder)
	}
}

// At is the environment with which a program dies at its point number n.
func At(n int) string { return "KILLPOINT_AT=" + strconv.Itoa(n) }

// Log is the environment with which a program records the points that it
// reaches.
func Log(path string) string { return "KILLPOINT_LOG=" + path }

// Points reads the names of the points that were recorded, in their order. A
// log that isn't there is one of a program that reached none.
func Points(log string) ([]string, error) {
	text, err := os.ReadFile(log)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for line := range strings.Lines(string(text)) {
		number, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if number != strconv.Itoa(len(names)+1) {
			return nil, fmt.Errorf("point %q comes behind %d others: several processes wrote this log", line, len(names))
		}
		names = append(names, name)
	}
	return names, err
}

// Died reports whether a process that has ended was killed, as it is by a
// killpoint.
func Died(state *os.ProcessState) bool {
	status, ok := state.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}
