//go:build unix

package cmd_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// shell runs the program below a shell that does something to its streams.
func (p *program) shell(redirected string, args ...string) *exec.Cmd {
	return p.command("sh", append([]string{"-c", `exec keyctl "$@" ` + redirected, "sh"}, args...)...)
}

// onto makes a command whose stdout is a path that is opened so; without a
// path, the end of a pipe that can't be written.
func onto(path func(*program) string, flag int) func(*program, []string) *exec.Cmd {
	return func(p *program, args []string) *exec.Cmd {
		p.t.Helper()
		c := p.command("keyctl", args...)
		var file *os.File
		var err error
		if path == nil {
			var other *os.File
			file, other, err = os.Pipe()
			p.t.Cleanup(func() { _ = other.Close() })
		} else {
			file, err = os.OpenFile(path(p), flag, 0o600)
		}
		if err != nil {
			p.t.Fatal(err)
		}
		p.t.Cleanup(func() { _ = file.Close() })
		c.Stdout = file
		return c
	}
}

// nullNode makes another /dev/null; where that isn't allowed, it is the one that
// there is.
func nullNode(p *program) string {
	path := filepath.Join(p.dir, "null")
	null, _ := os.Stat(os.DevNull)
	number, known := null.Sys().(*syscall.Stat_t)
	if known && syscall.Mknod(path, syscall.S_IFCHR|0o600, int(number.Rdev)) == nil { //nolint:unconvert // its type differs
		if file, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
			_ = file.Close()
			return path
		}
	}
	_ = os.Remove(path)
	return os.DevNull
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
		"/dev/zero":                       {onto(func(*program) string { return "/dev/zero" }, os.O_WRONLY), "another device"},
		"a folder":                        {onto(func(p *program) string { return p.dir }, os.O_RDONLY), "cannot be written"},
		"a file that is open for reading": {onto(func(p *program) string { return filepath.Join(p.dir, "file") }, os.O_RDONLY|os.O_CREATE), "cannot be written"},
		"the reading end of a pipe":       {onto(nil, 0), "cannot be written"},
		"another node of /dev/null":       {onto(nullNode, os.O_WRONLY), "/dev/null"},
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

// A stdout that fails once the key exists leaves the secret in the journal, from
// where it is delivered; a journal that keeps no secrets leaves no key.
func TestAStdoutThatFailsAfterTheRequestLosesNothing(t *testing.T) {
	t.Parallel()
	full := needs(t, "/dev/full")
	for _, format := range []string{"table", "json", "yaml", "secret"} {
		c, p := newConsole(t, "huddle01", nil)
		command := p.with("KEYCTL_JOURNAL=local").command("keyctl", "create", "--name", "x", "-o", format)
		command.Stdout = full
		r := p.finish(command)
		id := p.keys()[0].ID
		r.is(t, format, 1, id+".*was created, but its secret did not arrive at stdout.*no space left.*safe in the journal", "keyctl recover [0-9a-f]{8} --to")
		c.recovers(t, p, id)

		c, p = newConsole(t, "huddle01", nil)
		command = p.with("KEYCTL_JOURNAL=none").command("keyctl", "create", "--name", "x", "-o", format)
		command.Stdout = full
		p.finish(command).is(t, format, 1, "did not arrive at stdout.*no space left.*so the key was ended again .revoke.", "see to the reason, then create another")
		if left := c.keys(t); len(left) > 0 || c.count(http.MethodPost) != 1 {
			t.Errorf("%s: left %v; sent %v", format, left, c.methods())
		}
	}
}

// recovers checks that the secret of the one key is delivered from the journal,
// that it works, and that nothing is pending afterwards.
func (c *console) recovers(t *testing.T, p *program, id string) {
	t.Helper()
	r := p.run("recover", id, "--to", "file:recovered")
	r.is(t, "recover", 0)
	text, err := os.ReadFile(filepath.Join(p.dir, "recovered"))
	if err != nil || !secretPattern.Match(text) {
		t.Fatalf("recovered %q, %v", text, err)
	}
	p.run("verify", "--secret-file", filepath.Join(p.dir, "recovered")).is(t, "verify", 0)
	if r := p.run("recover", "-o", "json"); strings.TrimSpace(r.stdout) != "[]" {
		t.Errorf("still pending: %s", r.stdout)
	}
	if posts := c.count(http.MethodPost); posts != 1 {
		t.Errorf("sent %d times", posts)
	}
}

func TestAReaderThatDiesDuringTheRequestLosesNothing(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c, p := newConsole(t, "huddle01", on(http.MethodPost, func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
		_ = reader.Close()
		effect.ServeHTTP(w, r)
	}))
	command := p.with("KEYCTL_JOURNAL=local").command("keyctl", "create", "--name", "x", "-o", "secret")
	command.Stdout = writer
	wait := p.begin(command)
	_ = writer.Close()
	r := wait()
	id := p.keys()[0].ID
	r.is(t, "create", 1, id+".*was created, but its secret did not arrive at stdout.*broken pipe", "recover [0-9a-f]{8} --to")
	c.recovers(t, p, id)
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
