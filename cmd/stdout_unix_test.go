//go:build unix

package cmd_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shell runs the program below a shell that does something to its streams.
func (p *program) shell(redirected string, args ...string) *exec.Cmd {
	return p.command("sh", append([]string{"-c", `exec keyctl "$@" ` + redirected, "sh"}, args...)...)
}

// The tests with a pipe of their own don't run beside others: a process that
// is being started holds a copy of every open pipe for a moment.

func TestAStdoutThatSwallowsIsRefusedBeforeTheRequest(t *testing.T) {
	reader, dead, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = reader.Close()
	t.Cleanup(func() { _ = dead.Close() })
	for name, test := range map[string]struct {
		prepare func(p *program, args []string) *exec.Cmd
		pattern string
	}{
		"closed":     {func(p *program, args []string) *exec.Cmd { return p.shell(">&-", args...) }, "closed"},
		"all closed": {func(p *program, args []string) *exec.Cmd { return p.shell(">&- <&-", args...) }, "closed"},
		"/dev/null":  {func(p *program, args []string) *exec.Cmd { return p.shell(">/dev/null", args...) }, "/dev/null"},
		"dead reader": {func(p *program, args []string) *exec.Cmd {
			c := p.command("keyctl", args...)
			c.Stdout = dead
			return c
		}, "has no reader"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := newConsole(t, "huddle01", nil)
			for _, format := range []string{"table", "json", "yaml", "secret"} {
				r := p.finish(test.prepare(p, []string{"create", "--name", "x", "-o", format}))
				r.is(t, format, 1, test.pattern+".*nothing was created", "hint")
			}
			if c.count("") > 0 {
				t.Errorf("sent %v", c.methods())
			}
		})
	}
}

func TestAStdoutThatFailsAfterTheRequestNamesTheKey(t *testing.T) {
	t.Parallel()
	full := needs(t, "/dev/full")
	c, p := newConsole(t, "huddle01", nil)
	for _, format := range []string{"table", "json", "yaml", "secret"} {
		command := p.command("keyctl", "create", "--name", format, "-o", format)
		command.Stdout = full
		r := p.finish(command)
		id := p.keys("--filter", "name="+format)[0].ID
		r.is(t, format, 1, id+".*was created, but its secret could not be written to stdout.*no space left", "revoke --id "+id)
	}
	if posts := c.count(http.MethodPost); posts != 4 {
		t.Errorf("sent %d times", posts)
	}
}

func TestAReaderThatDiesDuringTheRequestNamesTheKey(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c, p := newConsole(t, "huddle01", on(http.MethodPost, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		_ = reader.Close()
		effect.ServeHTTP(w, r)
	}))
	command := p.command("keyctl", "create", "--name", "x", "-o", "secret")
	command.Stdout = writer
	wait := p.begin(command)
	_ = writer.Close()
	r := wait()
	id := p.keys()[0].ID
	r.is(t, "create", 1, id+".*was created, but its secret could not be written.*broken pipe", "revoke --id "+id)
	if posts := c.count(http.MethodPost); posts != 1 {
		t.Errorf("sent %d times", posts)
	}
}

func TestASecretReachesAFileAndALostStderrDoesNoHarm(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	r := p.finish(p.shell(">secret 2>&-", "create", "--name", "x", "-o", "secret"))
	r.is(t, "create", 0)
	text, err := os.ReadFile(filepath.Join(p.dir, "secret"))
	if err != nil || !regexp.MustCompile(`^mk_[0-9a-f]{64}\n$`).Match(text) {
		t.Errorf("the file holds %q, %v", text, err)
	}
	if r := p.finish(p.shell("2>/dev/full", "create", "--name", "y")); r.code != 0 || !strings.Contains(r.stdout, "secret") {
		t.Errorf("stderr full: exit code %d, %s", r.code, r.stdout)
	}
}
