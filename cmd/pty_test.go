//go:build unix

package cmd_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// keysOfRemoteGPU has one key of each kind that looks different.
func keysOfRemoteGPU() string {
	at := func(days int) string {
		return time.Now().AddDate(0, 0, days).UTC().Format(time.RFC3339)
	}
	key := func(name, more string) string {
		return fmt.Sprintf(`{"id":"id-%s","name":"%s","prefix":"rgpu_12345678","scopes":{"all":true},"created_at":"%s"%s}`, name, name, at(-60), more)
	}
	return "[" + strings.Join([]string{
		key("plain", ""), key("soon", `,"expires_at":"`+at(3)+`"`), key("over", `,"expires_at":"`+at(-3)+`"`),
		key("gone", `,"revoked_at":"`+at(-1)+`"`),
	}, ",") + "]"
}

func TestATerminalGetsColoursAndRelativeTimes(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "remotegpu", respond(200, keysOfRemoteGPU()))
	p = p.with("TERM=xterm-256color")
	screen := p.show(t, "list")
	for _, pattern := range []string{
		`\x1b\[1mNAME`, `\x1b\[3[13]m[^\n]*over|over[^\n]*\x1b\[3[13]m`, `soon[^\n]*\x1b\[33m[^\n]*in 3 days`, `60 days ago`, `expired`, `never`,
	} {
		if !regexp.MustCompile(pattern).MatchString(screen) {
			t.Errorf("the list doesn't show %s: %q", pattern, screen)
		}
	}
	if screen := p.show(t, "show", "soon"); !regexp.MustCompile(`expires.* +.*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \(in 3 days\)`).MatchString(screen) {
		t.Errorf("the key is shown as %q", screen)
	}
	for _, plain := range []string{"NO_COLOR=1", "CLICOLOR=0", "TERM=dumb"} {
		if screen := p.with(plain).show(t, "list"); strings.Contains(screen, "\x1b") || !strings.Contains(screen, "in 3 days") {
			t.Errorf("with %s: %q", plain, screen)
		}
	}
	if screen := p.with("NO_COLOR=").show(t, "list"); !strings.Contains(screen, "\x1b[") {
		t.Errorf("an empty NO_COLOR counts: %q", screen)
	}
	for _, format := range []string{"json", "yaml", "csv", "name"} {
		if screen := p.show(t, "list", "-o", format); strings.Contains(screen, "\x1b") || strings.Contains(screen, " ago") {
			t.Errorf("%s: %q", format, screen)
		}
	}
}

// A pipe gets the same columns in the same order.
func TestAPipeGetsTheSameColumns(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "remotegpu", respond(200, keysOfRemoteGPU()))
	p = p.with("TERM=xterm", "CLICOLOR_FORCE=1")
	piped := p.run("list", "-o", "wide")
	if piped.is(t, "list", 0); strings.Contains(piped.stdout, "\x1b") || strings.Contains(piped.stdout, " ago") {
		t.Errorf("the pipe gets %q", piped.stdout)
	}
	header := func(text string) []string { return strings.Fields(strings.SplitN(text, "\n", 2)[0]) }
	if shown := header(p.with("NO_COLOR=1").show(t, "list", "-o", "wide")); fmt.Sprint(shown) != fmt.Sprint(header(piped.stdout)) {
		t.Errorf("a terminal gets %v, a pipe %v", shown, header(piped.stdout))
	}
}

func TestATerminalGetsNothingHostile(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", hostileList(func(map[string]any, string) {}))
	p = p.with("NO_COLOR=1")
	for _, args := range [][]string{
		{"list"}, {"list", "-o", "wide"}, {"list", "-o", "json"}, {"list", "-o", "yaml"}, {"list", "--jq", ".[].name"}, {"show", "ak_a"}, {"show", "ak_b", "-o", "json"},
	} {
		if found := hostilePattern.FindString(p.show(t, args...)); found != "" {
			t.Errorf("%v shows %q", args, found)
		}
	}
	s := p.onTerminal(t, p.command("keyctl", "revoke", "ak_a", "ak_b", "ak_d", "ak_j"))
	s.wait("[y/N]")
	s.typed("n\n")
	code, screen := s.end()
	if found := hostilePattern.FindString(screen); code != 10 || found != "" {
		t.Errorf("exit code %d, the prompt shows %q: %q", code, found, screen)
	}
}

func TestCreateOnATerminal(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	screen := p.with("NO_COLOR=1").show(t, "create", "--name", "ci-pipeline")
	shape := `^name +ci-pipeline\nid +ak_[0-9a-f]+\n(?s:.*)created +\S+Z \(just now\)\n(?s:.*)secret +mk_[0-9a-f]{64}\nthis is the only time the secret is shown: keep it now\n$`
	if !regexp.MustCompile(shape).MatchString(screen) {
		t.Errorf("shown is %q", screen)
	}
	if screen := p.show(t, "create", "--name", "x", "-o", "json"); strings.Count(screen, "mk_") != 2 || !strings.HasSuffix(screen, "\n}\n") {
		t.Errorf("as JSON %q", screen)
	}
	// The secret goes to a file, and the screen gets nothing of it.
	command := p.command("keyctl", "create", "--name", "y", "-o", "secret")
	file, err := os.CreateTemp(p.dir, "secret")
	if err != nil {
		t.Fatal(err)
	}
	command.Stdout = file
	if code, screen := p.onTerminal(t, command).end(); code != 0 || screen != "" {
		t.Errorf("exit code %d, the screen shows %q", code, screen)
	}
}

func TestRevokeAsks(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	key := p.create("--name", "ci-pipeline")
	host := regexp.QuoteMeta(strings.TrimPrefix(c.URL, "http://"))
	for _, test := range []struct {
		typed string
		code  int
	}{
		{"n\n", 10}, {"\n", 10}, {"no\n", 10}, {"yes please\n", 10}, {"\x04", 10}, {"\x03", 130}, {"Yes\n", 0},
	} {
		s := p.onTerminal(t, p.command("keyctl", "revoke", "ci-pipeline"))
		s.wait("[y/N]")
		s.typed(test.typed)
		code, screen := s.end()
		if code != test.code {
			t.Errorf("%q: exit code %d: %q", test.typed, code, screen)
		}
		prompt := `^on [^\n]*` + host + ` \(profile environment\):\n +"ci-pipeline" \(` + key.ID + `\), created [^\n]+\nrevoke this key\? this is permanent and immediate \[y/N\] `
		if !regexp.MustCompile(prompt).MatchString(screen) {
			t.Errorf("the question is %q", screen)
		}
		left := 1
		if test.code == 0 {
			left = 0
		} else if !strings.Contains(screen, "the answer was no; nothing was changed") && !strings.Contains(screen, "interrupted; nothing was changed") {
			t.Errorf("%q: %q", test.typed, screen)
		}
		if got := len(c.keys(t)); got != left || c.count(http.MethodDelete) != 1-left {
			t.Errorf("%q: %d keys are left", test.typed, got)
		}
	}
}

// The question goes to the terminal also when stdout is a pipe, and there is
// none when somebody else is at stdin.
func TestTheQuestionStaysOutOfTheData(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	p.create("--name", "a")
	p.create("--name", "b")
	var stdout bytes.Buffer
	command := p.command("keyctl", "revoke", "a", "b", "-o", "name")
	command.Stdout = &stdout
	s := p.onTerminal(t, command)
	s.wait("revoke these 2 keys?")
	s.typed("y\n")
	if code, screen := s.end(); code != 0 || stdout.String() != "a\nb\n" {
		t.Errorf("exit code %d, stdout %q: %q", code, stdout.String(), screen)
	}
	c.forget()
	command = p.command("keyctl", "revoke", "a")
	command.Stdin = strings.NewReader("y\n")
	if code, screen := p.onTerminal(t, command).end(); code != 2 || !strings.Contains(screen, "hint: add --yes") {
		t.Errorf("exit code %d: %q", code, screen)
	}
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
}

func TestErrorsOnATerminal(t *testing.T) {
	t.Parallel()
	code, screen := newProgram(t).onTerminal(t, newProgram(t).command("keyctl", "-p", "sandbox", "lisst")).end()
	if code != 2 || screen != "keyctl: there is no command \"lisst\"\nhint: did you mean list?\n" {
		t.Errorf("exit code %d: %q", code, screen)
	}
}
