//go:build unix

package sink

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"keyctl/custody/sink/command"
	"keyctl/internal/errs"
)

// shell gives a sink that runs a line of a shell, and what that prints and what
// is warned of.
func shell(t *testing.T, line string, timeout time.Duration) (command.Command, *buffer) {
	t.Helper()
	printed := &buffer{}
	got := open(t, "exec:sh -c '"+strings.ReplaceAll(line, "'", `'\''`)+"'", Tools{Stderr: redacting(printed), Warn: warning(printed)}).(command.Command)
	if timeout > 0 {
		got.Timeout = timeout
	}
	if err := got.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	return got, printed
}

// warning writes warnings, too.
func warning(out *buffer) func(format string, values ...any) {
	return func(format string, values ...any) { _, _ = fmt.Fprintf(out, "warning: "+format+"\n", values...) }
}

func TestACommandGetsTheSecretOnItsStdinAlone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	environment := append(os.Environ(), "KEYCTL_API_KEY="+secret, "KEYCTL_PASSPHRASE="+secret, "HANDED=on")
	line := `exec:sh -c 'cat >"$1"; env >"$2"; tr "\0" "\n" </proc/$$/cmdline >>"$2" || true; pwd >"$3"' sh "` + at("key") + `" "` + at("env") + `" "` + at("pwd") + `"`
	got := open(t, line, Tools{Environment: environment})
	for _, err := range []error{got.Ready(t.Context()), got.Put(t.Context(), created(secret))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	holds(t, at("key"), secret)
	seen, _ := os.ReadFile(at("env"))
	if text := string(seen); strings.Contains(text, secret) || !strings.Contains(text, "HANDED=on") {
		t.Errorf("it saw %s", text)
	}
	working, _ := os.Getwd()
	holds(t, at("pwd"), working+"\n")
}

func TestACommandThatFailsIsAFailure(t *testing.T) {
	t.Parallel()
	for line, says := range map[string]string{
		"cat; exit 3":          "failed with exit status 3",
		"exit 1":               "failed with exit status 1",
		"cat; kill -9 $$":      "ended by a signal: killed",
		"true":                 "did not read the whole secret",
		"head -c 5 >/dev/null": "did not read the whole secret",
		"exec <&-; exit 0":     "did not read the whole secret",
		"cat </dev/null":       "did not read the whole secret",
	} {
		got, printed := shell(t, line, 0)
		err := got.Put(t.Context(), created(secret))
		refused(t, line, err, errs.Failed, says)
		if text := printed.String(); strings.Contains(text, secret) {
			t.Errorf("%s: printed %q", line, text)
		}
	}
	long, _ := shell(t, "true", 0)
	refused(t, "a long secret", long.Put(t.Context(), created(strings.Repeat("x", 1<<20))), errs.Failed, "did not read the whole")
	long, _ = shell(t, "head -c 100000 >/dev/null", 0)
	refused(t, "half a long secret", long.Put(t.Context(), created(strings.Repeat("x", 1<<20))), errs.Failed, "did not read the whole")
	long, _ = shell(t, `test "$(wc -c)" -eq 1048576`, 0)
	if err := long.Put(t.Context(), created(strings.Repeat("x", 1<<20))); err != nil {
		t.Errorf("a long secret: %v", err)
	}
}

func TestWhatACommandPrintsIsBlackedOut(t *testing.T) {
	t.Parallel()
	half := len(secret) / 2
	const warned = "warning: the command \"sh\" printed the secret, which was blacked out\n"
	for line, want := range map[string]string{
		"cat; echo":                         "[redacted]\n" + warned,
		"cat":                               "[redacted]\n" + warned,
		"cat; echo; cat":                    "[redacted]\n" + warned,
		"cat >/dev/null; echo sk-live":      "sk-live\n",
		"s=$(cat); echo got $s >&2; echo b": "got [redacted]\nb\n" + warned,
		"s=$(cat); printf %s \"${s%??????????}\"; sleep 0.1; printf '%s\\n' \"${s#\"${s%??????????}\"}\"": "[redacted]\n" + warned,
		"cat | base64 | tr -d \\\\n": "[redacted]\n" + warned,
	} {
		got, printed := shell(t, line, 0)
		if err := got.Put(t.Context(), created(secret)); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if text := printed.String(); text != want || strings.Contains(text, secret[:half]) {
			t.Errorf("%s: printed %q", line, text)
		}
	}
}

// TestASecretInPiecesIsLeftOut: no line holds it, and whoever joins them has it.
func TestASecretInPiecesIsLeftOut(t *testing.T) {
	t.Parallel()
	const leftOut = "(what it printed is left out: it holds the secret)\n"
	for line, want := range map[string]string{
		"base64 -w 20":                            leftOut,
		"echo stored:; base64 -w 7":               leftOut,
		"fold -w 20":                              leftOut,
		"fold -w 1 | tr '\\n' '\\t'":              leftOut,
		"fold -w 9 | sed 's/$/\\r/'":              leftOut,
		"echo one; cat >/dev/null":                "one\n",
		"cat; echo; echo two; echo three":         "[redacted]\ntwo\nthree\nwarning: the command \"sh\" printed the secret, which was blacked out\n",
		"s=$(cat); echo $s; echo $s | fold -w 20": leftOut,
	} {
		got, printed := shell(t, line, 0)
		if err := got.Put(t.Context(), created(secret)); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if text := printed.String(); text != want {
			t.Errorf("%s: printed %q", line, text)
		}
	}
}

// TestATerminalObeysNoCommand: what it prints is text.
func TestATerminalObeysNoCommand(t *testing.T) {
	t.Parallel()
	got, printed := shell(t, `cat >/dev/null; printf 'a\tb\033[2J\r\n\033]0;title\007c\n'`, 0)
	if err := got.Put(t.Context(), created(secret)); err != nil {
		t.Fatal(err)
	}
	if text := printed.String(); text != "a\tb\\u001b[2J\n\\u001b]0;title\\u0007c\n" {
		t.Errorf("printed %q", text)
	}
}

func TestAFloodIsCutAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"cat >/dev/null; yes | head -c 30000000", "cat >/dev/null; head -c 30000000 /dev/zero"} {
		got, printed := shell(t, line, 0)
		if err := got.Put(t.Context(), created(secret)); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if text := printed.String(); len(text) > 1<<20+100 || !strings.HasSuffix(text, "left out)\n") {
			t.Errorf("%s: printed %d bytes, at last %q", line, len(text), text[max(0, len(text)-80):])
		}
	}
}

// gone fails unless the process whose number a file holds has ended.
func gone(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	number, wrong := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || wrong != nil {
		t.Fatalf("got %q, %v", text, err)
	}
	status, err := os.ReadFile("/proc/" + strconv.Itoa(number) + "/status")
	if zombie := strings.Contains(string(status), "State:\tZ"); err == nil && !zombie || err != nil && syscall.Kill(number, 0) == nil {
		t.Errorf("process %d is still there", number)
		_ = syscall.Kill(number, syscall.SIGKILL)
	}
}

// long is less than what commands would take that nobody ends, and more than a
// busy machine needs to end them.
const long = 5 * time.Minute

func TestACommandIsBoundedInTimeWithAllItStarted(t *testing.T) {
	t.Parallel()
	for number, line := range []string{
		`echo $$ >"FILE"; exec sleep 1000`,
		`sleep 1000 & echo $! >"FILE"; wait`,
		`trap "" TERM INT HUP; echo $$ >"FILE"; while :; do sleep 1; done`,
		`(trap "" TERM; exec sleep 1000) >/dev/null 2>&1 & echo $! >"FILE"; sleep 1000`,
		`trap "exit 0" TERM; (trap "" TERM; exec sleep 1000) & echo $! >"FILE"; while :; do :; done`,
	} {
		t.Run(strconv.Itoa(number), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "number")
			// On a busy machine the time may be over before the command has written
			// its number: then it gets more.
			for limit := time.Second; ; limit *= 2 {
				got, _ := shell(t, strings.ReplaceAll(line, "FILE", path), limit)
				began := time.Now()
				refused(t, line, got.Put(t.Context(), created(secret)), errs.Failed, `the command "sh" took longer than `+limit.String())
				if took := time.Since(began); took > long {
					t.Errorf("it took %v", took)
				}
				if text, _ := os.ReadFile(path); len(text) > 0 || limit > time.Minute {
					break
				}
			}
			gone(t, path)
		})
	}
}

func TestACommandEndsWithItsContext(t *testing.T) {
	t.Parallel()
	interrupted := errors.New("interrupted")
	path := filepath.Join(t.TempDir(), "number")
	ctx, cancel := context.WithCancelCause(t.Context())
	running := path + ".running"
	if err := syscall.Mkfifo(running, 0o600); err != nil {
		t.Fatal(err)
	}
	got, _ := shell(t, `echo $$ >"`+path+`"; echo >"`+running+`"; exec sleep 100`, 0)
	go func() {
		_, _ = os.ReadFile(running) // until the command has written its number
		cancel(interrupted)
	}()
	err := got.Put(ctx, created(secret))
	refused(t, "stopped", err, errs.Failed, `the command "sh" was stopped`)
	if !errors.Is(err, interrupted) {
		t.Errorf("got %v", err)
	}
	gone(t, path)
	got, _ = shell(t, "cat", 0)
	refused(t, "before it began", got.Put(ctx, created(secret)), errs.Failed, "was stopped")
}

// TestAChildLeftBehindHoldsNobodyUp: it keeps stdout open, as an agent may that
// a command starts, and goes on.
func TestAChildLeftBehindHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "number")
	got, printed := shell(t, `cat; echo; sleep 1000 & echo $! >"`+path+`"`, 0)
	began := time.Now()
	if err := got.Put(t.Context(), created(secret)); err != nil || time.Since(began) > long {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	if !strings.HasPrefix(printed.String(), "[redacted]\nwarning: ") {
		t.Errorf("printed %q", printed.String())
	}
	text, _ := os.ReadFile(path)
	if number, err := strconv.Atoi(strings.TrimSpace(string(text))); err != nil || syscall.Kill(number, syscall.SIGKILL) != nil {
		t.Errorf("it was ended: %v", err)
	}
}

func TestAProgramThatCannotBeRunIsNotReady(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	_ = os.WriteFile(at("plain"), []byte("#!/bin/sh\n"), 0o600)
	_ = os.WriteFile(at("noshell"), []byte("#!/no/such/shell\n"), 0o700)
	_ = os.Mkdir(at("folder"), 0o700)
	working, _ := os.Getwd()
	relative, err := filepath.Rel(working, folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ word, path, says string }{
		{"nothing", folder, `"nothing" is not found`},
		{"plain", folder, "is not executable"},
		{at("plain"), "", "is not executable"},
		{at("none"), "", "is not found"},
		{"./none", folder, "is not found"},
		{"noshell", relative, "relative folder in PATH"},
		{"folder", folder, "is not"},
		{at("folder"), "", "is a folder"},
		{"sh", "", "is not found"},
		{"if", folder, "is not found"},
	} {
		got := open(t, "exec:"+test.word+" "+secret, Tools{Environment: []string{"PATH=" + test.path}})
		refused(t, test.word, got.Ready(t.Context()), errs.Failed, test.says)
		refused(t, test.word, got.Put(t.Context(), created(secret)), errs.Failed, test.says)
	}
	got := open(t, "exec:"+filepath.Join(relative, "noshell"), Tools{})
	if err := got.Ready(t.Context()); err != nil {
		t.Errorf("a relative path with a slash: %v", err)
	}
	refused(t, "no such shell", got.Put(t.Context(), created(secret)), errs.Failed, "cannot be run")
}
