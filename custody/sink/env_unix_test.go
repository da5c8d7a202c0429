//go:build unix

package sink

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"keyctl/custody"
	"keyctl/internal/errs"
)

// deliver makes a sink ready and puts a secret there.
func deliver(t *testing.T, sink custody.Sink, text string) {
	t.Helper()
	if err := sink.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := sink.Put(t.Context(), created(text)); err != nil {
		t.Fatal(err)
	}
	if got, err := sink.(custody.Readable).Read(t.Context()); err != nil || got.Reveal() != text {
		t.Errorf("reads %q, %v", got.Reveal(), err)
	}
}

// TestOthersReadWhatWasWritten: a shell that sources the file, another that
// exports all of it, and a reader of lines that strips one pair of quotes, as
// programs do that know no shell.
func TestOthersReadWhatWasWritten(t *testing.T) {
	t.Parallel()
	const lineReader = `{ sub(/^\357\273\277/, "") } /^KEY=/ { v = substr($0, 5); q = substr(v, 1, 1)
		if ((q == "'"'"'" || q == "\"") && substr(v, length(v)) == q) v = substr(v, 2, length(v) - 2); printf "%s", v }`
	for _, text := range []string{secret, "sk a#b;c|d&e$HOME`id`\"*~", "it's", `a\b`, "#first", "~root", "é€", "%s-!^{a,b}"} {
		for _, content := range []string{"", "A=1", "# it's\nKEY=old # c\nB='x\ny'\n"} {
			path := put(t, ".env", content)
			deliver(t, open(t, "env:"+path+"#KEY", Tools{}), text)
			for reader, command := range map[string][]string{
				"sh":   {"sh", "-c", `. "$1"; printf %s "$KEY"`, "sh", path},
				"bash": {"bash", "-c", `set -a; . "$1"; exec printenv KEY`, "bash", path},
				"awk":  {"sh", "-c", `awk '` + strings.ReplaceAll(lineReader, `'"'"'`, `\047`) + `' "$1"`, "sh", path},
			} {
				if reader == "awk" && strings.Contains(content, "# c") {
					continue // it takes a comment for a part of the value
				}
				said, err := exec.CommandContext(t.Context(), command[0], command[1:]...).CombinedOutput()
				if got := strings.TrimSuffix(string(said), "\n"); err != nil || got != text {
					t.Errorf("%s reads %q, %v, want %q", reader, got, err, text)
				}
			}
		}
	}
}

func TestANewDotenvFileIsForItsOwnerOnlyAndAnOldOneKeepsItsMode(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), ".env")
	deliver(t, open(t, "env:"+path+"#KEY", Tools{}), secret)
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
	alone(t, filepath.Dir(path), ".env")
	for _, mode := range []fs.FileMode{0o600, 0o644, 0o660, 0o400} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		var warned []string
		warn := func(format string, values ...any) { warned = append(warned, fmt.Sprintf(format, values...)) }
		deliver(t, open(t, "env:"+path+"#NEW"+strconv.Itoa(int(mode)), Tools{Warn: warn}), secret)
		if info, err := os.Stat(path); err != nil || info.Mode() != mode {
			t.Errorf("got %v, %v, want %v", info.Mode(), err, mode)
		}
		command := fmt.Sprintf("`chmod go-r %q`", path)
		if readable := mode&0o044 != 0; readable != (len(warned) == 1) || readable && !strings.Contains(warned[0], command) {
			t.Errorf("%v: warned %q", mode, warned)
		}
	}
	deliver(t, open(t, "env:"+path+"#KEY", Tools{}), secret) // warns nobody
}

func TestAValueThatIsReplacedIsToldOnce(t *testing.T) {
	t.Parallel()
	for content, told := range map[string]bool{
		"KEY=old\n": true, "KEY=''\n": true, "export KEY=x # why\n": true,
		"KEY=\n": false, "KEY= # none yet\n": false, "#KEY=old\n": false, "KEYS=old\n": false, "": false,
	} {
		path := put(t, ".env", content)
		var warned []string
		warn := func(format string, values ...any) { warned = append(warned, fmt.Sprintf(format, values...)) }
		got := open(t, "env:"+path+"#KEY", Tools{Warn: warn})
		if err := got.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		deliver(t, got, secret)
		want := fmt.Sprintf(`the value that KEY has in "%s" will be replaced`, path)
		if told && (len(warned) != 1 || warned[0] != want) || !told && len(warned) > 0 {
			t.Errorf("%q: warned %q", content, warned)
		}
	}
}

func TestReadyChangesNothing(t *testing.T) {
	t.Parallel()
	path := put(t, ".env", "KEY=old")
	before, _ := os.Stat(path)
	if err := open(t, "env:"+path+"#KEY", Tools{}).Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(path)
	if err != nil || !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Errorf("it was written: %v", err)
	}
	holds(t, path, "KEY=old")
	alone(t, filepath.Dir(path), ".env")
}

// TestReadyTriesTheEditItself: the last line joins the one that comes behind it.
func TestReadyTriesTheEditItself(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"FOO=bar\\", "\ufeff"} {
		path := put(t, ".env", content)
		got := open(t, "env:"+path+"#KEY", Tools{})
		refused(t, content, got.Ready(t.Context()), errs.Failed, "would not agree")
		refused(t, content, got.Put(t.Context(), created(secret)), errs.Failed, "would not agree")
		holds(t, path, content)
	}
}

func TestAHardLinkIsToldOf(t *testing.T) {
	t.Parallel()
	path := put(t, ".env", "A=1\n")
	if err := os.Link(path, path+".other"); err != nil {
		t.Fatal(err)
	}
	var warned []string
	warn := func(format string, values ...any) { warned = append(warned, fmt.Sprintf(format, values...)) }
	got := open(t, "env:"+path+"#KEY", Tools{Warn: warn})
	deliver(t, got, secret)
	if len(warned) != 1 || !strings.Contains(warned[0], "hard links") {
		t.Errorf("warned %q", warned)
	}
	holds(t, path+".other", "A=1\n")
	deliver(t, got, secret)
	if len(warned) != 1 {
		t.Errorf("it has one name now, and warned %q", warned)
	}
}

func TestADotenvFileThatCannotTakeItIsLeft(t *testing.T) {
	t.Parallel()
	for content, says := range map[string]string{
		"KEY=a\nKEY=b":                    "2 times",
		"KEY='a\nb'":                      "several lines",
		"A='b":                            "never closed",
		"\x00":                            "NUL",
		strings.Repeat("x", largestEnv+1): "too large",
	} {
		path := put(t, ".env", content)
		got := open(t, "env:"+path+"#KEY", Tools{})
		refused(t, says, got.Ready(t.Context()), errs.Failed, says)
		refused(t, says, got.Put(t.Context(), created(secret)), errs.Failed, says)
		_, err := got.(custody.Readable).Read(t.Context())
		refused(t, says, err, errs.Failed, says)
		holds(t, path, content)
		alone(t, filepath.Dir(path), ".env")
	}
	path := put(t, ".env", "#"+strings.Repeat("x", largestEnv-1))
	refused(t, "full", open(t, "env:"+path+"#KEY", Tools{}).Put(t.Context(), created(secret)), errs.Failed, "no room")
	path = put(t, ".env", "A=1\n")
	got := open(t, "env:"+path+"#KEY", Tools{})
	for _, text := range []string{"", "two\nlines-of-a-secret", `it's "neither"`} {
		refused(t, text, got.Put(t.Context(), created(text)), errs.Failed, "cannot put the secret into")
	}
	_, err := got.(custody.Readable).Read(t.Context())
	refused(t, "none", err, errs.Failed, "is not there")
	holds(t, path, "A=1\n")
}

// TestManyProcessesLoseNoLine: each writes a name of its own into one file.
func TestManyProcessesLoseNoLine(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(path, []byte("A=1\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	const count = 16
	var waits []func() string
	for number := range count {
		words := []string{}
		for part := range 3 {
			words = append(words, fmt.Sprintf("env:%s#KEY_%d_%d", path, number, part))
		}
		waits = append(waits, begin(t, nil, errand{Words: words, Secret: fmt.Sprintf("secret-of-%d", number)}))
	}
	for _, wait := range waits {
		if said := wait(); said != "" {
			t.Error(said)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil || strings.Count(string(content), "\n") != 1+3*count || !strings.HasPrefix(string(content), "A=1\n") {
		t.Errorf("got %s, %v", content, err)
	}
	for number := range count {
		for part := range 3 {
			if line := fmt.Sprintf("\nKEY_%d_%d=secret-of-%d\n", number, part, number); !strings.Contains(string(content), line) {
				t.Errorf("there is no %q", line)
			}
		}
	}
	alone(t, filepath.Dir(path), ".env")
}

func TestALockedFolderIsWaitedForUntilTheContextEnds(t *testing.T) {
	t.Parallel()
	path := put(t, ".env", "A=1\n")
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = folder.Close() }()
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	interrupted := errors.New("interrupted")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 100*time.Millisecond, interrupted)
	defer cancel()
	got := open(t, "env:"+path+"#KEY", Tools{})
	err = got.Put(ctx, created(secret))
	refused(t, "put", err, errs.Failed, "stopped while another keyctl was writing")
	if !errors.Is(err, interrupted) {
		t.Errorf("got %v", err)
	}
	holds(t, path, "A=1\n")
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_UN); err != nil {
		t.Fatal(err)
	}
	deliver(t, got, secret)
}
