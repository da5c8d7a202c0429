//go:build unix

package cmd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const insideMask = "::add-mask::a secret of 38 characters, %2525 or so !\n"

// TestAMaskThatNobodyTakesIsAnError, in time and at the last moment. The test
// sees no message, because stderr is what is broken.
func TestAMaskThatNobodyTakesIsAnError(t *testing.T) {
	p := newProgram(t, "GITHUB_ACTIONS=true")
	for name, test := range map[string]struct {
		redirected string
		stderr     *os.File
		code       int
	}{
		"a pipe":      {"2>&1 >/dev/null", nil, 0},
		"closed":      {"2>&-", nil, 1},
		"all closed":  {"<&- >&- 2>&-", nil, 1},
		"/dev/null":   {"2>/dev/null", nil, 1},
		"a file":      {"2>file", nil, 1},
		"read only":   {"2</dev/null", nil, 1},
		"a folder":    {"2<.", nil, 1},
		"full":        {"2>/dev/full", nil, 1},
		"dead reader": {"", deadPipe(t), 1},
	} {
		for _, words := range []string{"ask", "now"} {
			command := p.command("sh", "-c", `exec keyctl-inside mask `+words+" "+test.redirected)
			var stdout strings.Builder
			command.Stdout = &stdout
			if test.stderr != nil {
				command.Stderr = test.stderr
			}
			_ = command.Run()
			if got := exitCode(command); got != test.code {
				t.Errorf("%s, %s: exit code %d, want %d: %s", name, words, got, test.code, stdout.String())
			}
			if got := stdout.String(); name == "a pipe" && got != insideMask {
				t.Errorf("%s, %s: got %q", name, words, got)
			}
		}
	}
	// What is told there is the error of the last try, and nothing secret.
	told, err := os.ReadFile(filepath.Join(p.dir, "file"))
	if err != nil || !strings.Contains(string(told), "the secret is not shown: stderr is a file") || strings.Contains(string(told), insideSecret) {
		t.Errorf("%v: %s", err, told)
	}
}
