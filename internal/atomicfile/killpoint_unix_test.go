//go:build unix

package atomicfile

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"keyctl/internal/killpoint/killtest"
)

// TestAProcessThatDiesAtAnyPointLeavesWholeFiles kills a writer at each of its
// points: every file has its old content or the new one, and the next writer
// gets everything done.
func TestAProcessThatDiesAtAnyPointLeavesWholeFiles(t *testing.T) {
	t.Parallel()
	builder := killtest.New("keyctl/internal/atomicfile/testdata/writer")
	t.Cleanup(builder.Remove)
	program, err := builder.Program()
	if err != nil {
		t.Fatal(err)
	}
	write := func(folder string, environment ...string) *exec.Cmd {
		command := exec.Command(program, folder)
		command.Env = append(os.Environ(), environment...)
		_ = command.Run()
		return command
	}
	var contents []string
	for n := 1; ; n++ {
		folder := t.TempDir()
		written, removed := filepath.Join(folder, "written"), filepath.Join(folder, "removed")
		for path, content := range map[string]string{written: "old", removed: "removed"} {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		log := filepath.Join(t.TempDir(), "log")
		state := write(folder, killtest.At(n), killtest.Log(log)).ProcessState
		points, err := killtest.Points(log)
		if err != nil || killtest.Died(state) != (len(points) == n) {
			t.Fatalf("point %d: %v, %v, %v", n, state, points, err)
		}
		content, err := os.ReadFile(written)
		if text := string(content); err != nil || text != "old" && text != "the new content" {
			t.Errorf("%v: the file holds %q, %v", points, text, err)
		}
		contents = append(contents, string(content))
		if runtime.GOOS == "linux" {
			leavesNoSecret(t, folder, points)
		}
		if content, err := os.ReadFile(removed); err == nil && string(content) != "removed" {
			t.Errorf("%v: what is to be removed holds %q", points, content)
		}
		if !killtest.Died(state) {
			if len(points) < 10 || !state.Success() {
				t.Errorf("%v after the points %s", state, strings.Join(points, ", "))
			}
			break
		}
		_ = os.WriteFile(removed, []byte("removed"), 0o600)
		if again := write(folder); !again.ProcessState.Success() {
			t.Errorf("%v: the next writer failed", points)
		}
		holds(t, written, "the new content")
		names, _ := filepath.Glob(filepath.Join(folder, ".*"))
		if len(names) > 0 {
			t.Errorf("%v: the next writer left %v", points, names)
		}
	}
	slices.Sort(contents)
	if contents = slices.Compact(contents); len(contents) != 2 {
		t.Errorf("writers died with %q in the file: they didn't die on both sides of the rename", contents)
	}
}

// leavesNoSecret fails unless what a dead writer left beside its files has a
// name only between the link and the rename, and is for its owner only.
func leavesNoSecret(t *testing.T, folder string, points []string) {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(folder, ".*"))
	for _, name := range names {
		info, err := os.Lstat(name)
		if err != nil || info.Mode() != 0o600 || !strings.HasSuffix(points[len(points)-1], "before it is put in place") {
			t.Errorf("%v: it left %v, %v", points, info, err)
		}
	}
}
