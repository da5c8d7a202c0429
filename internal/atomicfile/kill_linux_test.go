package atomicfile

import (
	"bytes"
	"context"
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

// TestAKilledWriterLeavesAWholeFile kills writers while their temporary file is
// there: at its beginning, when a part is written, and when all of it is.
func TestAKilledWriterLeavesAWholeFile(t *testing.T) {
	t.Parallel()
	left := 0
	for round := range 12 {
		path := filepath.Join(t.TempDir(), "file")
		before := bytes.Repeat([]byte("o"), oldSize)
		if err := Write(path, before); err != nil {
			t.Fatal(err)
		}
		killAt(t, path, int64(round%4)*newSize/3)
		content, err := os.ReadFile(path)
		if whole := bytes.Equal(content, before) || bytes.Equal(content, bytes.Repeat([]byte("n"), newSize)); err != nil || !whole {
			t.Errorf("torn: %d bytes, %v", len(content), err)
		}
		temporary, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".file.*.tmp"))
		left += len(temporary)
		if err := Write(path, []byte("after")); err != nil {
			t.Error(err)
		}
		holds(t, path, "after")
	}
	if left == 0 {
		t.Error("no writer was killed on its way")
	}
}

// killAt runs a writer and kills it once its temporary file has a size.
func killAt(t *testing.T, path string, size int64) {
	t.Helper()
	bounded, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	child := exec.CommandContext(bounded, os.Args[0])
	child.Env = append(os.Environ(), childVariable+"="+path)
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for bounded.Err() == nil {
		temporary, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".file.*.tmp"))
		if len(temporary) == 0 {
			continue
		}
		if info, err := os.Stat(temporary[0]); err == nil && info.Size() >= size {
			break
		}
	}
	_ = child.Process.Kill()
	_ = child.Wait()
}
