//go:build unix

package killpoint_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"keyctl/internal/killpoint/killtest"
)

const child = "keyctl/internal/killpoint/testdata/child"

// programs are the child with the tag and without it.
func programs(t *testing.T) (tagged, plain string) {
	t.Helper()
	builder := killtest.New(child)
	t.Cleanup(builder.Remove)
	tagged, err := builder.Program()
	if err != nil {
		t.Fatal(err)
	}
	plain = filepath.Join(t.TempDir(), "plain")
	if output, err := exec.Command("go", "build", "-o", plain, child).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	return tagged, plain
}

func TestAProcessDiesAtItsPointAndNowhereElse(t *testing.T) {
	t.Parallel()
	tagged, plain := programs(t)
	names := []string{"the first point", "the second point", "the third point", "a name that only a tagged build holds"}
	for n := range len(names) + 2 { // 0 and one too many are no points
		log := filepath.Join(t.TempDir(), "log")
		command := exec.Command(tagged)
		command.Env = append(os.Environ(), killtest.At(n), killtest.Log(log))
		stdout, err := command.Output()
		dies := n >= 1 && n <= len(names)
		if killtest.Died(command.ProcessState) != dies || (err == nil) == dies {
			t.Errorf("point %d: %v", n, err)
		}
		reached, lines := len(names), len(names)-1
		if dies {
			reached, lines = n, min(n, lines)
		}
		if got := strings.Count(string(stdout), "\n"); got != lines {
			t.Errorf("point %d: it came to line %d, not %d", n, got, lines)
		}
		got, err := killtest.Points(log)
		if difference := cmp.Diff(names[:reached], got); difference != "" || err != nil {
			t.Errorf("point %d: %v %s", n, err, difference)
		}
	}
	command := exec.Command(plain)
	log := filepath.Join(t.TempDir(), "log")
	command.Env = append(os.Environ(), killtest.At(1), killtest.Log(log))
	if err := command.Run(); err != nil {
		t.Errorf("a build without the tag: %v", err)
	}
	if got, err := killtest.Points(log); len(got) > 0 || err != nil {
		t.Errorf("a build without the tag recorded %v, %v", got, err)
	}
}

// TestABuildWithoutTheTagHoldsNothingOfIt: neither the variables nor the names.
func TestABuildWithoutTheTagHoldsNothingOfIt(t *testing.T) {
	t.Parallel()
	tagged, plain := programs(t)
	for path, want := range map[string]bool{tagged: true, plain: false} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"KILLPOINT_AT", "KILLPOINT_LOG", "a name that only a tagged build holds"} {
			if bytes.Contains(text, []byte(word)) != want {
				t.Errorf("%s: %q is in it: %v", filepath.Base(path), word, !want)
			}
		}
	}
}

func TestALogOfSeveralProcessesIsRefused(t *testing.T) {
	t.Parallel()
	log := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(log, []byte("1 a\n2 b\n1 a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if names, err := killtest.Points(log); err == nil {
		t.Errorf("got %v", names)
	}
}
