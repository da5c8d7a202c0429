//go:build unix

package command

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"keyctl/internal/errs"
)

// script makes a program of a folder and gives its path.
func script(t *testing.T, folder, name, body string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// shell runs a line as a credential command.
func shell(t *testing.T, line string, options Options) (string, error) {
	t.Helper()
	if options.Environment == nil {
		options.Environment = os.Environ()
	}
	got, err := Run(t.Context(), []string{"sh", "-c", line}, options)
	return got.Reveal(), err
}

func TestTheCredentialIsTheFirstLineThatACommandPrints(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"printf '%s' " + secret:                             secret,
		"echo " + secret:                                    secret,
		"printf '%s\\r\\n' " + secret:                       secret,
		"echo " + secret + "; echo user: me; echo '\x1b[' ": secret,
		"echo 'cookie:a=b c; d=e'":                          "cookie:a=b c; d=e",
		"echo ' " + secret + "	'":                           secret,
		"echo loud >&2; echo " + secret:                     secret,
		"echo " + secret + "; head -c 10000 /dev/zero":      secret,
	} {
		if got, err := shell(t, line, Options{}); err != nil || got != want {
			t.Errorf("%s: got %q, %v", line, got, err)
		}
	}
}

func TestACommandThatGivesNoCredentialIsRefused(t *testing.T) {
	t.Parallel()
	for line, test := range map[string]struct{ says, hints string }{
		"true":                                         {"printed nothing on its first line", "first line of its stdout"},
		"echo '  '":                                    {`what the credential command "sh" printed holds no credential`, "alone"},
		"echo; echo " + secret:                         {"printed nothing on its first line", "first line"},
		"echo " + secret + " >&2":                      {"printed nothing", "by hand"},
		"echo " + secret + "; exit 3":                  {`"sh" failed with exit status 3`, "run it by hand"},
		"echo " + secret + "; kill -9 $$":              {"ended by a signal: killed", "by hand"},
		"echo Bearer " + secret:                        {`what the credential command "sh" printed holds characters`, "the credential alone"},
		"echo " + secret + "' x'":                      {"holds characters that no credential has", "no quotes, spaces"},
		"printf '\\033[2J" + secret + "'":              {"holds characters that no credential has", "alone"},
		"head -c 9000 /dev/zero | tr '\\0' x":          {"or too many of them", "alone"},
		"echo " + secret + "; head -c 17000 /dev/zero": {"printed more than 16384 bytes", "little else"},
	} {
		got, err := shell(t, line, Options{})
		wrong(t, line, err, errs.Denied, test.says, test.hints)
		if got != "" {
			t.Errorf("%s: got %q", line, got)
		}
	}
	_, err := Run(t.Context(), nil, Options{})
	wrong(t, "no words", err, errs.Usage, "has no words", "[op, read")
}

// TestNoShellTakesTheWordsApart: what looks like a shell's is a word.
func TestNoShellTakesTheWordsApart(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	program := script(t, folder, "show", `for word in "$@"; do printf '%s|' "$word"; done`)
	got, err := Run(t.Context(), []string{program, "$HOME", "a;b", "`id`", "~", ">x", ""}, Options{Environment: os.Environ()})
	if err != nil || got.Reveal() != "$HOME|a;b|`id`|~|>x||" {
		t.Errorf("got %q, %v", got.Reveal(), err)
	}
}

func TestErrorsShowNoArgumentsAndNoOutput(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"exit 1", "kill -15 $$", "true", "yes", "sleep 100"} {
		_, err := Run(t.Context(), []string{"sh", "-c", "echo " + secret + "\x1b; " + line, secret}, Options{Environment: os.Environ(), Timeout: 200 * time.Millisecond})
		wrong(t, line, err, errs.Denied, `"sh"`, "")
	}
}

// TestOurOwnSecretsAreNotHandedOn: the canary would show in what is printed.
func TestOurOwnSecretsAreNotHandedOn(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	options := Options{Stderr: &stderr, Environment: []string{
		"KEYCTL_API_KEY=" + secret, "PATH=" + os.Getenv("PATH"), "KEYCTL_PASSPHRASE=" + secret, "KEYCTL_CONSOLE=drun", "A=b=c", "PWD=/tmp", "OLDPWD=/tmp", "KEYCTL_API_KEY=again" + secret,
	}}
	got, err := shell(t, `env >&2; tr '\0' '\n' </proc/$$/environ >&2; echo "folder: $(pwd)" | tr ' ' _; cat`, options)
	if err != nil || got != "folder:_/" {
		t.Errorf("got %q, %v", got, err)
	}
	if text := stderr.String(); strings.Contains(text, secret) || !strings.Contains(text, "KEYCTL_CONSOLE=drun") || !strings.Contains(text, "A=b=c") || strings.Contains(text, "PWD=/tmp") {
		t.Errorf("it saw %s", text)
	}
	if got, err := Run(t.Context(), []string{"/bin/sh", "-c", "echo home:${HOME-none}"}, Options{}); err != nil || got.Reveal() != "home:none" {
		t.Errorf("an empty environment is empty: got %q, %v", got.Reveal(), err)
	}
}

func TestStderrIsPassedOnAndNeverTheCredential(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	if got, err := shell(t, "echo touch your key >&2; echo "+secret, Options{Stderr: &stderr}); err != nil || got != secret || stderr.String() != "touch your key\n" {
		t.Errorf("got %q and %q, %v", got, stderr.String(), err)
	}
}

// TestACommandReadsFromATerminalOnly: a pipe holds what is meant for us.
func TestACommandReadsFromATerminalOnly(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close(); _ = writer.Close() }()
	if _, err := writer.WriteString("from the pipe\n"); err != nil {
		t.Fatal(err)
	}
	if got, err := shell(t, "read line; echo got-this:$line", Options{Stdin: reader}); err != nil || got != "got-this:" {
		t.Errorf("got %q, %v", got, err)
	}
	far, near, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = far.Close(); _ = near.Close() }()
	if _, err := far.WriteString("typed\n"); err != nil {
		t.Fatal(err)
	}
	if got, err := shell(t, "read line; echo got:$line", Options{Stdin: near}); err != nil || got != "got:typed" {
		t.Errorf("got %q, %v", got, err)
	}
}

// long is less than what commands would take that nobody ends, and more than a
// busy machine needs to end them.
const long = 5 * time.Minute

func TestAnEndlessOutputIsCutEarly(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"head -c 100000000 /dev/zero", "yes", "trap '' PIPE TERM; while :; do echo x 2>/dev/null; done"} {
		begin := time.Now()
		_, err := shell(t, line, Options{})
		wrong(t, line, err, errs.Denied, "printed more than", "first line")
		if took := time.Since(begin); took > long {
			t.Errorf("%s took %v", line, took)
		}
	}
}

// TestACommandIsBoundedInTime: one that asks for nothing ends, one that ignores
// being asked to is killed.
func TestACommandIsBoundedInTime(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"sleep 1000", "exec sleep 1000", "trap '' TERM INT HUP; echo a; while :; do sleep 1; done", "trap 'exit 0' TERM; echo " + secret + "; while :; do :; done"} {
		begin := time.Now()
		got, err := shell(t, line, Options{Timeout: 100 * time.Millisecond})
		wrong(t, line, err, errs.Denied, `"sh" took longer than 100ms`, "by hand")
		if took := time.Since(begin); got != "" || took > long {
			t.Errorf("%s took %v", line, took)
		}
	}
}

// TestAChildLeftBehindHoldsNobodyUp: it keeps stdout open long after the
// credential was printed.
func TestAChildLeftBehindHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	path := filepath.Join(t.TempDir(), "number")
	t.Cleanup(func() {
		text, _ := os.ReadFile(path)
		if number, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
			_ = syscall.Kill(number, syscall.SIGKILL)
		}
	})
	got, err := shell(t, "sleep 1000 & echo $! >'"+path+"'; echo "+secret, Options{Stderr: &bytes.Buffer{}})
	if took := time.Since(begin); err != nil || got != secret || took > long {
		t.Errorf("got %q, %v after %v", got, err, took)
	}
}

func TestACommandEndsWithItsContext(t *testing.T) {
	t.Parallel()
	interrupted := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	far, near, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = far.Close(); _ = near.Close() }()
	go func() {
		_, _ = far.Read(make([]byte, 1)) // it runs
		cancel(interrupted)
	}()
	begin := time.Now()
	_, err = Run(ctx, []string{"sh", "-c", "trap '' TERM; echo ready >&2; while :; do sleep 1; done"}, Options{Environment: os.Environ(), Stderr: near})
	wrong(t, "interrupt", err, errs.Denied, `"sh" was stopped: interrupted`, "again")
	if took := time.Since(begin); !errors.Is(err, interrupted) || took > long {
		t.Errorf("got %v after %v", err, took)
	}
	_, err = Run(ctx, []string{"sh", "-c", "echo " + secret}, Options{Environment: os.Environ()})
	wrong(t, "ended before", err, errs.Denied, "interrupted", "again")
}

func TestAProgramIsFoundWhereNobodyElsePutsOne(t *testing.T) {
	t.Parallel()
	folder, other := t.TempDir(), t.TempDir()
	path := script(t, folder, "op", "echo first-one")
	script(t, other, "op", "echo second-one")
	script(t, other, "broken", "exit 0")
	_ = os.WriteFile(filepath.Join(other, "plain"), []byte("echo"), 0o600)
	_ = os.WriteFile(filepath.Join(other, "noformat"), []byte("\x01\x02\x03"), 0o700)
	_ = os.WriteFile(filepath.Join(other, "noshell"), []byte("#!/no/such/shell\n"), 0o700)
	_ = os.Mkdir(filepath.Join(other, "folder"), 0o700)
	run := func(word, search string) (string, error) {
		got, err := Run(t.Context(), []string{word}, Options{Environment: []string{"PATH=/elsewhere", "PATH=" + search}})
		return got.Reveal(), err
	}
	for search, want := range map[string]string{folder: "first-one", other: "second-one", folder + ":" + other: "first-one", other + ":" + folder: "second-one", ":.:x:" + folder: "first-one", "/nowhere:" + other: "second-one"} {
		if got, err := run("op", search); err != nil || got != want {
			t.Errorf("%s: got %q, %v", search, got, err)
		}
	}
	if got, err := run(path, ""); err != nil || got != "first-one" {
		t.Errorf("got %q, %v", got, err)
	}
	working, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	relative, err := filepath.Rel(working, folder)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ word, search, says, hints string }{
		"nowhere":                  {"op", "", `"op" is not found`, "install it"},
		"not there":                {"nothing", folder, `"nothing" is not found`, "install it"},
		"a path that isn't there":  {"/nowhere/op", folder, `"/nowhere/op" is not found`, "whole path"},
		"not executable":           {"plain", other, `"plain" is not executable`, "chmod +x"},
		"a path of the same":       {filepath.Join(other, "plain"), "", "is not executable", "chmod +x"},
		"a folder":                 {"folder", other, `"folder" is not`, ""},
		"no program":               {"noformat", other, `"noformat" cannot be run: exec format error`, "by hand"},
		"a shell that isn't there": {"noshell", other, `"noshell" cannot be run: no such file`, "by hand"},
		"a relative folder":        {"op", relative, `"op" would be taken from a relative folder in PATH`, "out of PATH"},
		"a relative path":          {relative + "/op", folder, "is a relative path", "no shell expands ~"},
		"a dot and a slash":        {"./op", folder, `"./op" is a relative path`, "whole path"},
		"a tilde":                  {"~/op", folder, `"~/op" is a relative path`, "~"},
		"a dot":                    {".", folder, `"." is a relative path`, ""},
		"two dots":                 {"..", folder, `".." is a relative path`, ""},
		"hostile":                  {"\x1b[2J\u202e", folder, `"\u001b[2J\u202e" is not found`, ""},
	} {
		got, err := run(test.word, test.search)
		wrong(t, name, err, errs.Denied, test.says, test.hints)
		if isDot := strings.Contains(test.says, "relative"); got != "" || errors.Is(err, exec.ErrDot) != isDot {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}
