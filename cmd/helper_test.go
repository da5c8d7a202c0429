package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// patience is how long a test waits for what has to come; only a failing test
// waits that long. On a busy machine the race detector makes one login that
// encrypts its credential take more than half a minute.
const patience = 5 * time.Minute

// inTime is less than what gives up by itself where keyctl doesn't: a D-Bus call
// does after 25 s, a keyring that asks a person after 60 s.
const inTime = 20 * time.Second

// A secret or a credential of one of the consoles, as they and the emulator
// make them.
var secretPattern = regexp.MustCompile(`(mk|rgpu|huc|session)_[0-9a-f]{32,}|\bsk-[\w-]{32,}|eyJ[\w-]+\.[\w-]+\.[\w-]+`)

var (
	hostilePattern = regexp.MustCompile(`[\x00-\x09\x0b-\x1f\x7f-\x{9f}\x{ad}\x{61c}\x{180e}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{2069}\x{feff}]`)
	panicPattern   = regexp.MustCompile(`(?m)^(goroutine \d|panic:|fatal error:|WARNING: DATA RACE)`)
)

// uncleanError tells what stderr must never hold, "" when it doesn't.
func uncleanError(stderr string) string {
	for what, pattern := range map[string]*regexp.Regexp{
		"a secret": secretPattern, "a hostile character": hostilePattern, "a stack trace": panicPattern,
	} {
		if pattern.MatchString(stderr) {
			return what
		}
	}
	return ""
}

// uncleanData tells what stdout must never hold when it is no terminal.
func uncleanData(stdout string) string {
	if found := hostilePattern.FindString(strings.ReplaceAll(stdout, "\t", "")); found != "" {
		return "a hostile character"
	}
	return ""
}

// program is the program in an empty home, with an environment of its own.
type program struct {
	t   testing.TB
	env []string
	dir string
}

func newProgram(t testing.TB, env ...string) *program {
	t.Helper()
	home := t.TempDir()
	return &program{t: t, dir: home, env: append(baseEnvironment(home), env...)}
}

func baseEnvironment(home string) []string {
	return []string{
		"HOME=" + home, "USERPROFILE=" + home, "LOCALAPPDATA=" + home, "TMPDIR=" + home, "TMP=" + home,
		"PATH=" + os.Getenv("PATH"), "SystemRoot=" + os.Getenv("SystemRoot"), quickExit,
	}
}

// with gives the same program with more in its environment.
func (p *program) with(env ...string) *program {
	return &program{t: p.t, dir: p.dir, env: append(slices.Clone(p.env), env...)}
}

// command is a command that ends with the test at the latest.
func (p *program) command(name string, args ...string) *exec.Cmd {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	p.t.Cleanup(cancel)
	command := exec.CommandContext(ctx, name, args...)
	command.Env, command.Dir = p.env, p.dir
	return command
}

// result is how a command ended.
type result struct {
	code   int
	stdout string
	stderr string
}

func (p *program) run(args ...string) result {
	p.t.Helper()
	return p.finish(p.command("keyctl", args...))
}

// finish runs a command to its end. Where its stdout goes is the caller's
// choice.
func (p *program) finish(command *exec.Cmd) result {
	p.t.Helper()
	wait := p.begin(command)
	return wait()
}

// begin starts a command; what it gives waits for the end.
func (p *program) begin(command *exec.Cmd) (wait func() result) {
	p.t.Helper()
	var stdout, stderr bytes.Buffer
	if command.Stdout == nil {
		command.Stdout = &stdout
	}
	if command.Stderr == nil {
		command.Stderr = &stderr
	}
	if err := command.Start(); err != nil {
		p.t.Fatal(err)
	}
	return func() result {
		p.t.Helper()
		_ = command.Wait()
		r := result{exitCode(command), stdout.String(), stderr.String()}
		if unclean := uncleanError(r.stderr); unclean != "" {
			p.t.Errorf("%v: stderr holds %s: %q", command.Args, unclean, r.stderr)
		}
		if unclean := uncleanData(r.stdout); unclean != "" {
			p.t.Errorf("%v: stdout holds %s: %q", command.Args, unclean, r.stdout)
		}
		return r
	}
}

// exitCode is what a shell would show.
func exitCode(command *exec.Cmd) int {
	state := command.ProcessState
	if signalled := endedBySignal(state); signalled > 0 {
		return 128 + signalled
	}
	return state.ExitCode()
}

// is checks how a command ended; the patterns are those of stderr.
func (r result) is(t testing.TB, what string, code int, patterns ...string) {
	t.Helper()
	if r.code != code {
		t.Errorf("%s: exit code %d, want %d; stderr: %s", what, r.code, code, r.stderr)
	}
	for _, pattern := range patterns {
		if !regexp.MustCompile(pattern).MatchString(r.stderr) {
			t.Errorf("%s: stderr doesn't match %s: %s", what, pattern, r.stderr)
		}
	}
}

// silent checks that there is no data.
func (r result) silent(t testing.TB, what string) {
	t.Helper()
	if r.stdout != "" {
		t.Errorf("%s: stdout is not empty: %s", what, r.stdout)
	}
}

// errorOf reads the error that a command told as JSON.
func (r result) errorOf(t testing.TB) errorObject {
	t.Helper()
	var told errorObject
	if err := json.Unmarshal([]byte(r.stderr), &told); err != nil {
		t.Errorf("stderr is not one JSON object: %v: %s", err, r.stderr)
	}
	return told
}

// listed is the part of a listed key that the tests look at.
type listed struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Status string `json:"status"`
	Secret string `json:"secret"`
}

// keys lists the keys, which has to work.
func (p *program) keys(args ...string) []listed {
	p.t.Helper()
	r := p.run(append([]string{"list", "-o", "json"}, args...)...)
	var keys []listed
	if err := json.Unmarshal([]byte(r.stdout), &keys); err != nil || r.code != 0 {
		p.t.Fatalf("cannot list: %v, exit code %d: %s", err, r.code, r.stderr)
	}
	return keys
}

// create makes a key, which has to work.
func (p *program) create(args ...string) listed {
	p.t.Helper()
	r := p.run(append([]string{"create", "-o", "json"}, args...)...)
	var key listed
	if err := json.Unmarshal([]byte(r.stdout), &key); err != nil || r.code != 0 || key.Secret == "" {
		p.t.Fatalf("cannot create: %v, exit code %d: %s", err, r.code, r.stderr)
	}
	return key
}

// needs skips a test where the system has no such file.
func needs(t testing.TB, path string) *os.File {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("%s has no %s", runtime.GOOS, path)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// readFile gives what a file holds, "" when there is none.
func readFile(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}
