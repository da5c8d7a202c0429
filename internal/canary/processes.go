package canary

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// Processes looks in the command line and the environment of a process and of
// all that descend from it, as Linux tells them; elsewhere it finds nothing.
// What the system doesn't let us read, nobody with our rights reads.
func (s *Secrets) Processes(ancestor int) ([]Find, error) {
	var found []Find
	for _, process := range descendants(ancestor) {
		for _, name := range []string{"cmdline", "environ"} {
			path := filepath.Join("/proc", strconv.Itoa(process), name)
			text, err := os.ReadFile(path)
			// A process that ended has none any more, and says so in two ways.
			if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.ESRCH) {
				return found, err
			}
			found = append(found, s.Text(path, text)...)
		}
	}
	return found, nil
}

// descendants gives a process and all below it.
func descendants(ancestor int) []int {
	children := map[int][]int{}
	folders, _ := filepath.Glob("/proc/[0-9]*")
	for _, folder := range folders {
		process, err := strconv.Atoi(filepath.Base(folder))
		if parent, found := parentOf(folder); err == nil && found {
			children[parent] = append(children[parent], process)
		}
	}
	family := []int{ancestor}
	for i := 0; i < len(family); i++ {
		for _, child := range children[family[i]] {
			if !slices.Contains(family, child) {
				family = append(family, child)
			}
		}
	}
	return family
}

// parentOf reads who started a process: the second word behind the name, which
// stands in parentheses and may hold any.
func parentOf(folder string) (parent int, found bool) {
	text, err := os.ReadFile(filepath.Join(folder, "stat"))
	end := bytes.LastIndexByte(text, ')')
	if err != nil || end < 0 {
		return 0, false
	}
	words := bytes.Fields(text[end+1:])
	if len(words) < 2 {
		return 0, false
	}
	parent, err = strconv.Atoi(string(words[1]))
	return parent, err == nil
}
