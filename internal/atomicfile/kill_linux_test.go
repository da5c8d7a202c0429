package atomicfile

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// childVariable names the file that a child of the tests writes again and again.
const childVariable = "ATOMICFILE_TEST_CHILD"

const (
	oldSize = 1000
	newSize = 16 << 20
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childVariable); path != "" {
		for {
			if err := Write(path, bytes.Repeat([]byte("n"), newSize)); err != nil {
				panic(err)
			}
		}
	}
	os.Exit(m.Run())
}

// TestAKilledWriterLeavesAWholeFile kills writers at the beginning of what they
// write, when a part is written, and when all of it is: nothing that is half
// written has a name.
func TestAKilledWriterLeavesAWholeFile(t *testing.T) {
	t.Parallel()
	for round := range 12 {
		path := filepath.Join(t.TempDir(), "file")
		before, after := bytes.Repeat([]byte("o"), oldSize), bytes.Repeat([]byte("n"), newSize)
		if err := Write(path, before); err != nil {
			t.Fatal(err)
		}
		killAt(t, path, int64(round%4)*newSize/3)
		content, err := os.ReadFile(path)
		if whole := bytes.Equal(content, before) || bytes.Equal(content, after); err != nil || !whole {
			t.Errorf("torn: %d bytes, %v", len(content), err)
		}
		if info, err := os.Lstat(nameFor(path)); err == nil && (info.Mode() != 0o600 || info.Size() != newSize) {
			t.Errorf("it left %v", info)
		}
		if err := Write(path, []byte("after")); err != nil {
			t.Error(err)
		}
		holds(t, path, "after")
		alone(t, filepath.Dir(path), "file")
	}
}

// killAt runs a writer and kills it once the file that it fills has a size.
func killAt(t *testing.T, path string, size int64) {
	t.Helper()
	bounded, stop := context.WithTimeout(t.Context(), 5*time.Minute)
	defer stop()
	child := exec.CommandContext(bounded, os.Args[0])
	child.Env = append(os.Environ(), childVariable+"="+path)
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for bounded.Err() == nil && filling(child.Process.Pid, filepath.Dir(path)) < size {
	}
	if bounded.Err() != nil {
		t.Error("it filled nothing")
	}
	_ = child.Process.Kill()
	_ = child.Wait()
}

// filling is the size of the file in a folder that a process has open, -1 for none.
func filling(process int, folder string) int64 {
	open, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", process))
	for _, one := range open {
		target, err := os.Readlink(one)
		info, failed := os.Stat(one)
		if err == nil && failed == nil && filepath.Dir(target) == folder && info.Mode().IsRegular() {
			return info.Size()
		}
	}
	return -1
}
