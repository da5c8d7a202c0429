//go:build unix

package cmd_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// states lists the states of what is pending.
func (p *program) states() string {
	p.t.Helper()
	var states []string
	for _, entry := range p.pending() {
		states = append(states, entry.State)
	}
	return strings.Join(states, ", ")
}

// keptNothing fails unless the key of an exec has ended, and nothing is pending.
func (p *program) keptNothing(what string) {
	p.t.Helper()
	left := slices.DeleteFunc(p.keys(), func(key listed) bool { return key.Status == "revoked" })
	if pending := p.states(); len(left) > 0 || pending != "" {
		p.t.Errorf("%s: keys %v are left, pending is %q", what, left, pending)
	}
}

func TestTheExitCodeIsTheCommands(t *testing.T) {
	t.Parallel()
	for console, more := range map[string][]string{"huddle01": nil, "remotegpu": {"--scope", "all", "--expires", "1h"}} {
		c, p := newConsole(t, console, nil)
		for script, code := range map[string]int{
			"exit 0": 0, "exit 1": 1, "exit 3": 3, "exit 125": 125, "exit 255": 255,
			"kill -TERM $$": 143, "kill -KILL $$": 137, "kill -SEGV $$": 139, "kill -PIPE $$": 141,
		} {
			r := p.run(append(append([]string{"exec", "--new", "--env", "TOKEN"}, more...), "--", "sh", "-c", "echo ${#TOKEN}; "+script)...)
			r.is(t, script, code)
			if length := strings.TrimSpace(r.stdout); len(length) != 2 || r.stderr != "" {
				t.Errorf("%s: stdout %q, stderr %q", script, r.stdout, r.stderr)
			}
			p.keptNothing(console + ": " + script)
		}
		if posts := c.count(http.MethodPost); console == "huddle01" && posts != 9 {
			t.Errorf("%d keys were made", posts)
		}
	}
}

func TestACommandThatCannotRunMakesNoKey(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	for name, mode := range map[string]os.FileMode{"plain": 0o600, "garbage": 0o700, "orphan": 0o700} {
		text := map[string]string{"plain": "#!/bin/sh\n", "garbage": "\x00\x01", "orphan": "#!/no/such/interpreter\n"}[name]
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		word string
		code int
		says string
	}{
		{"no-such-command", 127, `"no-such-command" is not found`},
		{"./no/such", 127, "is not found"},
		{"plain/file", 127, "is not found"},
		{"", 127, "is not found"},
		{"./plain", 126, "is not executable"},
		{p.dir, 126, "is a folder"},
		{".", 127, "is not found"},
	} {
		r := p.run("exec", "--new", "--env", "TOKEN", "--", test.word)
		r.is(t, test.word, test.code, test.says, "hint: ")
		p.run("exec", "--key", "none", "--env", "TOKEN", "--", test.word).is(t, test.word, test.code, test.says)
	}
	relative := p.with("PATH=.:" + os.Getenv("PATH"))
	relative.run("exec", "--new", "--env", "TOKEN", "garbage").is(t, "a relative folder", 127, "relative folder in PATH")
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
	// What only the system finds out ends the key.
	p.run("exec", "--new", "--env", "TOKEN", "./garbage").is(t, "garbage", 126, "cannot be run: exec format error")
	p.run("exec", "--new", "--env", "TOKEN", "./orphan").is(t, "orphan", 126, "interpreter")
	p.keptNothing("afterwards")
}

func TestExecsOwnFailuresAre125(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	signedOut := p.with("KEYCTL_CONSOLE=", "KEYCTL_API_KEY=", "KEYCTL_BASE_URL=")
	for line, says := range map[string]string{
		"--new -- true":                                  "--env is missing",
		"--env TOKEN -- true":                            "one of --key and --new is missing",
		"--env TOKEN --new --key x -- true":              "exclude each other",
		"--env TOKEN --new":                              "the command is missing",
		"--env TOKEN --new --":                           "the command is missing",
		"--env TOKEN --key x --name y -- true":           "--name goes with --new only",
		"--env TOKEN --key x --dry-run -- true":          "--dry-run goes with --new only",
		"--env A --env B --new -- true":                  "--env is given twice",
		"--env=A --env A --new -- true":                  "--env is given twice",
		"--env TOKEN=1 --new -- true":                    "not the name of a variable",
		"--env 1TOKEN --new -- true":                     "not the name of a variable",
		"--env KEYCTL_API_KEY --new -- true":             "KEYCTL_API_KEY would hand",
		"--env LD_PRELOAD --new -- true":                 "LD_PRELOAD would hand",
		"--env PATH --new -- true":                       "PATH would hand",
		"--env TOKEN --new --expires soon -- true":       "expiry|--expires|soon",
		"--env TOKEN --new --expires= -- true":           "--expires is empty",
		"--env TOKEN --key= -- true":                     "--key is empty",
		"--env TOKEN --new --scope inference -- true":    "scope",
		"--env TOKEN --new --no-such-flag -- true":       "unknown flag",
		"--env TOKEN --new --timeout x -- true":          `--timeout "x" cannot be used`,
		"--env TOKEN --new --columns name -- true":       "--columns has no effect",
		"--env TOKEN --new -o csv -- true":               "no output format",
		"--env TOKEN --new -p nobody -- true":            "nobody",
		"--env TOKEN --key x --quota 1 -o table -- true": "--quota goes with --new only",
	} {
		r := p.run(append([]string{"exec"}, strings.Fields(line)...)...)
		r.is(t, line, 125, says, "hint: ")
		r.silent(t, line)
		if !strings.Contains(line, " -o ") {
			told := p.run(append([]string{"exec", "-o", "json"}, strings.Fields(line)...)...).errorOf(t).Error
			if told.ExitCode != 125 || told.Kind == "" || told.Verb == nil || *told.Verb != "exec" {
				t.Errorf("%s: the error is %+v", line, told)
			}
		}
	}
	signedOut.run("exec", "--new", "--env", "TOKEN", "true").is(t, "signed out", 125, "hint: ")
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
	// What looks like our flags belongs to the command.
	r := p.run("exec", "--new", "--env", "TOKEN", "--dry-run", "ls", "-o", "json", "--bogus")
	r.is(t, "a dry run", 0, `^would create "exec-[a-z0-9-]+" on huddle01 at .*, run "ls", and end the key; nothing was sent\n$`)
	r = p.run("exec", "--env", "TOKEN", "ls", "-o", "json")
	r.is(t, "text", 125, "(?m)^keyctl: exec: ")
	if c.count(http.MethodPost) > 0 {
		t.Errorf("sent %v", c.methods())
	}
}

func TestAConsoleThatMakesNoKeyRunsNothing(t *testing.T) {
	t.Parallel()
	for what, test := range map[string]struct {
		fault   faultFunc
		says    string
		pending string
	}{
		"refused":     {respond(403, `{"code":"FORBIDDEN","error":"no"}`), "403|not allowed", ""},
		"taken":       {respond(409, `{"code":"CONFLICT","error":"no"}`), "no", ""},
		"reset":       {reset, "unknown", "outcome unknown"},
		"made, reset": {after(reset), "unknown; new with that name", "outcome unknown"},
		"500":         {respond(500, ""), "unknown", "answer lost"},
	} {
		c, p := newConsole(t, "huddle01", on(http.MethodPost, test.fault))
		for range 2 {
			r := p.run("exec", "--new", "--env", "TOKEN", "--name", "x", "--", "touch", "ran")
			r.is(t, what, 125, test.says, "hint: ")
		}
		if _, err := os.Stat(filepath.Join(p.dir, "ran")); err == nil {
			t.Errorf("%s: the command ran", what)
		}
		want := test.pending
		if want != "" {
			want += ", " + want // nobody ends what may be a colleague's
		}
		if got := p.states(); got != want || c.count(http.MethodPost) != 2 || c.count(http.MethodDelete) != 0 {
			t.Errorf("%s: pending is %q, sent was %v", what, got, c.methods())
		}
	}
}

// A key that may do more than was asked for is handed to nobody.
func TestAKeyThatIsOtherThanWishedIsNotLent(t *testing.T) {
	t.Parallel()
	wider := func(text string) string { return strings.Replace(text, `"inference":true`, `"all":true`, 1) }
	c, p := newConsole(t, "remotegpu", on(http.MethodPost, rewrite(wider)))
	r := p.run("exec", "--new", "--scope", "inference", "--env", "TOKEN", "touch", "ran")
	r.is(t, "wider", 125, "the scopes .*all.* instead of .*inference.*; the command was not run")
	if _, err := os.Stat(filepath.Join(p.dir, "ran")); err == nil {
		t.Error("the command ran")
	}
	p.keptNothing("wider")
	if keys := p.keys(); len(keys) != 1 {
		t.Errorf("made were %v, sent %v", keys, c.methods())
	}
}

func TestTheCommandGetsWhatWeGot(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	p = p.with("KEYCTL_PASSPHRASE=correct horse", "OTHER=here", "TOKEN=before")
	command := p.command("keyctl", "exec", "--new", "--env", "TOKEN", "--", "sh", "-c",
		`cat; env | grep -c '^TOKEN=mk_[0-9a-f]*$'; env | grep -E '^(KEYCTL_API_KEY|KEYCTL_PASSPHRASE|OTHER|KEYCTL_CONSOLE)='; echo "$0 $1" >&2; ulimit -Sc`, "zero", "--new")
	command.Stdin = strings.NewReader("typed\n")
	r := p.finish(command)
	r.is(t, "exec", 0, "^zero --new\n$")
	limit, err := p.command("sh", "-c", "ulimit -Sc").Output()
	if want := "typed\n1\nKEYCTL_CONSOLE=huddle01\nOTHER=here\n" + string(limit); err != nil || sorted(r.stdout) != sorted(want) {
		t.Errorf("got %q, want %q", r.stdout, want)
	}
}

func contentOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func sorted(text string) string {
	lines := strings.Split(text, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestTheSecretIsMaskedForARunner(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	command := p.with("GITHUB_ACTIONS=true", "CI=true").command("keyctl", "exec", "--new", "--env", "TOKEN", "sh", "-c", "echo began >&2; echo $TOKEN")
	told, err := os.CreateTemp(p.dir, "told")
	if err != nil {
		t.Fatal(err)
	}
	defer told.Close()
	command.Stderr = told
	if r := p.finish(command); r.code != 0 || !secretPattern.MatchString(r.stdout) {
		t.Errorf("exit code %d: %q", r.code, r.stdout)
	}
	if text := contentOf(t, told.Name()); !strings.Contains(text, "warning: stderr is a file") || secretPattern.MatchString(text) {
		t.Errorf("a file gets %q", text)
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	command = p.with("GITHUB_ACTIONS=true").command("keyctl", "exec", "--new", "--env", "TOKEN", "sh", "-c", "echo began >&2; echo $TOKEN")
	command.Stderr = write
	wait := p.begin(command)
	_ = write.Close()
	text := waitFor(t, read, "::add-mask::mk_")
	if rest, r := text(), wait(); rest != "began\n" || r.code != 0 {
		t.Errorf("exit code %d, then it tells %q", r.code, rest)
	}
	p.keptNothing("masked")
}
