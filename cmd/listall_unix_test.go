//go:build unix

package cmd_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// profileOf is one profile, whose credential a command prints.
type profileOf struct {
	name, console, base, key string
}

// withProfiles is a program with these profiles.
func withProfiles(t *testing.T, profiles ...profileOf) *program {
	t.Helper()
	p := newProgram(t)
	folder := filepath.Join(p.dir, "config", "keyctl")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	text := "profiles:\n"
	for _, one := range profiles {
		file := filepath.Join(p.dir, one.name+".key")
		if err := os.WriteFile(file, []byte(one.key+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("  %s:\n    console: %s\n    base_url: %s\n    credential_command: [cat, %s]\n", one.name, one.console, one.base, file)
	}
	if err := os.WriteFile(filepath.Join(folder, "profiles.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return p.with("XDG_CONFIG_HOME=" + filepath.Join(p.dir, "config"))
}

// atConsole is a profile on a console that answers lists with a fault.
func atConsole(t *testing.T, name, console string, fault faultFunc) profileOf {
	t.Helper()
	c, _ := newConsole(t, console, fault)
	return profileOf{name, console, c.base, c.key}
}

// someKeys answers with a list of so many keys.
func someKeys(count int) faultFunc {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		answerKeys(w, 0, count)
		_, _ = w.Write([]byte("]}"))
	}
}

const keyOfRemoteGPU = `[{"id":"id-1","name":"gpu","prefix":"rgpu_12345678","scopes":{"all":true},"created_at":"2026-01-01T00:00:00Z"}]`

// located is a listed key with where it is from.
type located struct{ Profile, Console, Name string }

// rowsOf reads an array, which has to be closed.
func (r result) rowsOf(t *testing.T) []string {
	t.Helper()
	var keys []located
	if err := json.Unmarshal([]byte(r.stdout), &keys); err != nil || keys == nil {
		t.Fatalf("no array: %v: %q", err, r.stdout)
	}
	rows := []string{}
	for _, key := range keys {
		rows = append(rows, key.Profile+" "+key.Console+" "+key.Name)
	}
	return rows
}

// errorsOf reads the errors that were told, one object on each line: the
// profile, and the exit code of the failure.
func (r result) errorsOf(t *testing.T) []string {
	t.Helper()
	told := []string{}
	for line := range strings.Lines(r.stderr) {
		one := result{stderr: line}.errorOf(t).Error
		if one.Profile == nil || one.Verb == nil || *one.Verb != "list" || one.Hint == nil {
			t.Fatalf("it doesn't tell all: %s", line)
		}
		told = append(told, fmt.Sprintf("%s %d", *one.Profile, one.ExitCode))
	}
	slices.Sort(told)
	return told
}

func TestAllProfilesAreListed(t *testing.T) {
	t.Parallel()
	p := withProfiles(t, atConsole(t, "prod", "huddle01", someKeys(2)), atConsole(t, "test", "remotegpu", respond(200, keyOfRemoteGPU)))
	r := p.run("list", "--all-profiles", "-o", "json", "--sort", "profile,name")
	r.is(t, "json", 0)
	want := []string{"prod huddle01 key-0", "prod huddle01 key-1", "test remotegpu gpu"}
	if got := r.rowsOf(t); !slices.Equal(got, want) || r.stderr != "" {
		t.Errorf("got %v, %s", got, r.stderr)
	}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--sort", "name", "--columns", "name,profile"}, "NAME   PROFILE\ngpu    test\nkey-0  prod\nkey-1  prod\n"},
		{[]string{"-o", "csv", "--sort", "-name", "--columns", "console,name"}, "console,name\nhuddle01,key-1\nhuddle01,key-0\nremotegpu,gpu\n"},
		{[]string{"--jq", "map(.profile) | sort | unique | .[]"}, "prod\ntest\n"},
		{[]string{"--filter", "name=gpu", "-o", "name"}, "gpu\n"},
		{[]string{"--filter", "name=none", "-o", "json"}, "[]\n"},
	} {
		r := p.run(append([]string{"list", "--all-profiles"}, test.args...)...)
		if r.is(t, fmt.Sprint(test.args), 0); r.stdout != test.want {
			t.Errorf("%v: got %q", test.args, r.stdout)
		}
	}
	if r := p.run("list", "--all-profiles"); !strings.HasPrefix(r.stdout, "PROFILE  CONSOLE ") || !strings.Contains(r.stdout, "\nprod     huddle01 ") {
		t.Errorf("the table is %s", r.stdout)
	}
	if r := p.run("list", "-p", "prod"); strings.Contains(r.stdout, "PROFILE") {
		t.Errorf("the table of one is %s", r.stdout)
	}
}

func TestAProfileThatFailsCostsNoOther(t *testing.T) {
	t.Parallel()
	dead := func(*testing.T) profileOf {
		return profileOf{"bad", "huddle01", "http://127.0.0.1:1", "mk_0123456789abcdef"}
	}
	faulty := func(fault faultFunc) func(*testing.T) profileOf {
		return func(t *testing.T) profileOf { t.Helper(); return atConsole(t, "bad", "huddle01", fault) }
	}
	for what, test := range map[string]struct {
		bad  func(*testing.T) profileOf
		code int
		args []string
	}{
		"a dead port":          {dead, 8, nil},
		"a refused credential": {faulty(respond(401, "")), 3, nil},
		"a hang":               {faulty(hang), 8, []string{"--timeout", hangTime}},
		"a page":               {faulty(respond(200, pageText, "Content-Type", "text/html")), 8, nil},
		"a limit":              {faulty(respond(429, "", "Retry-After", "3600")), 7, nil},
		"what it doesn't tell": {faulty(someKeys(2)), 6, []string{"--filter", "scope=all"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			bad := test.bad(t)
			p := withProfiles(t, bad, atConsole(t, "good", "remotegpu", respond(200, keyOfRemoteGPU)))
			for _, format := range []string{"json", "jsonl"} {
				r := p.run(append([]string{"list", "--all-profiles", "-o", format}, test.args...)...)
				r.is(t, format, 11)
				if got, want := r.errorsOf(t), []string{fmt.Sprint("bad ", test.code)}; !slices.Equal(got, want) {
					t.Errorf("told are %v, want %v", got, want)
				}
				if format == "json" && !slices.Equal(r.rowsOf(t), []string{"good remotegpu gpu"}) {
					t.Errorf("listed are %s", r.stdout)
				}
			}
			r := p.run(append([]string{"list", "--all-profiles", "-o", "name", "--sort", "name"}, test.args...)...)
			r.is(t, "name", 11, `^bad: list: [^\n]*[^.\n]\nhint: [^\n]+\n$`)
			if r.stdout != "gpu\n" {
				t.Errorf("listed are %s", r.stdout)
			}

			alone := withProfiles(t, bad)
			r = alone.run(append([]string{"list", "--all-profiles", "-o", "json"}, test.args...)...)
			r.is(t, "alone", test.code)
			if r.stdout != "[]\n" || len(r.errorsOf(t)) != 1 {
				t.Errorf("alone: %q, %s", r.stdout, r.stderr)
			}
		})
	}
}

func TestWhenAllProfilesFailTheirCommonKindCounts(t *testing.T) {
	t.Parallel()
	refused := func(name string) profileOf { return atConsole(t, name, "huddle01", respond(401, "")) }
	dead := profileOf{"c", "remotegpu", "http://127.0.0.1:1", "session_0123456789"}
	for what, test := range map[string]struct {
		profiles []profileOf
		code     int
		told     []string
	}{
		"alike":     {[]profileOf{refused("a"), refused("b")}, 3, []string{"a 3", "b 3"}},
		"different": {[]profileOf{refused("a"), dead}, 1, []string{"a 3", "c 8"}},
	} {
		r := withProfiles(t, test.profiles...).run("list", "--all-profiles", "-o", "json")
		r.is(t, what, test.code)
		if got := r.errorsOf(t); len(r.rowsOf(t)) != 0 || !slices.Equal(got, test.told) {
			t.Errorf("%s: %v, %s", what, got, r.stdout)
		}
	}
}

func TestAProfileThatFailsMidwayMakesTheListAHalf(t *testing.T) {
	t.Parallel()
	p := withProfiles(t, atConsole(t, "bad", "huddle01", brokenOff), atConsole(t, "good", "remotegpu", respond(200, keyOfRemoteGPU)))
	r := p.run("list", "--all-profiles", "-o", "json")
	r.is(t, "json", 11)
	if json.Valid([]byte(r.stdout)) || strings.Count(r.stdout, `"profile":"bad"`) != 3 || !strings.Contains(r.stdout, `"name":"gpu"`) {
		t.Errorf("listed are %s", r.stdout)
	}
	if got := r.errorsOf(t); !slices.Equal(got, []string{"bad 8"}) {
		t.Errorf("told are %v", got)
	}
	// The filter leaves out all that came of the half: it is one all the same.
	r = p.run("list", "--all-profiles", "-o", "json", "--filter", "name=gpu")
	r.is(t, "filtered", 11)
	if json.Valid([]byte(r.stdout)) || !strings.Contains(r.stdout, `"name":"gpu"`) || !slices.Equal(r.errorsOf(t), []string{"bad 8"}) {
		t.Errorf("filtered: listed are %s, told %s", r.stdout, r.stderr)
	}
	for _, args := range [][]string{{"--sort", "name"}, {"--jq", "length"}, {"-o", "yaml"}} {
		r := p.run(append([]string{"list", "--all-profiles"}, args...)...)
		r.is(t, args[0], 11, "^bad: list: ")
		r.silent(t, args[0])
	}
}

// TestAFailedWriteIsToldBesideABrokenProfile: one failure hides no other.
func TestAFailedWriteIsToldBesideABrokenProfile(t *testing.T) {
	t.Parallel()
	for what, fault := range map[string]faultFunc{"midway": brokenOff, "at once": respond(401, "")} {
		p := withProfiles(t, atConsole(t, "bad", "huddle01", fault), atConsole(t, "good", "remotegpu", respond(200, keyOfRemoteGPU)))
		for _, args := range [][]string{{"-o", "json"}, {"-o", "csv"}, {}} {
			command := p.command("keyctl", append([]string{"list", "--all-profiles"}, args...)...)
			command.Stdout = needs(t, "/dev/full")
			r := p.finish(command)
			if r.code == 0 || !strings.Contains(r.stderr, "cannot write the output: no space left") || strings.Count(r.stderr, "could not be listed") > 0 {
				t.Errorf("%s %v: exit code %d, told %s", what, args, r.code, r.stderr)
			}
		}
	}
}

// TestAProfileThatHangsHoldsUpNobody: the others' rows come while it hangs.
func TestAProfileThatHangsHoldsUpNobody(t *testing.T) {
	t.Parallel()
	h := newHolding()
	p := withProfiles(t, atConsole(t, "a", "huddle01", h.serve), atConsole(t, "b", "huddle01", someKeys(5000)))
	command := p.command("keyctl", "list", "--all-profiles", "-o", "csv")
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	wait := p.begin(command)
	lines := bufio.NewScanner(stdout)
	count := 0
	for lines.Scan() {
		if count++; count == 1000 {
			close(h.release)
		}
	}
	if wait().is(t, "list", 0); count != 5001 {
		t.Errorf("%d lines", count)
	}
}

func TestAReaderThatHasEnoughEndsAllLists(t *testing.T) {
	t.Parallel()
	endless := func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		for i := 0; r.Context().Err() == nil; i += 1000 {
			answerKeys(w, i, i+1000)
		}
	}
	p := withProfiles(t, atConsole(t, "a", "huddle01", endless), atConsole(t, "b", "huddle01", endless), atConsole(t, "c", "huddle01", hang))
	command := p.command("keyctl", "list", "--all-profiles", "-o", "json")
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	wait := p.begin(command)
	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	_ = stdout.Close()
	if r := wait(); r.code != 0 || r.stderr != "" {
		t.Errorf("exit code %d, stderr %q", r.code, r.stderr)
	}
}

func TestASignalEndsAllLists(t *testing.T) {
	t.Parallel()
	h := newHolding()
	p := withProfiles(t, atConsole(t, "a", "huddle01", h.serve), atConsole(t, "b", "huddle01", h.serve))
	command := p.command("keyctl", "list", "--all-profiles", "-o", "json")
	wait := p.begin(command)
	<-h.asked
	<-h.asked
	signalTo(t, command, syscall.SIGINT)
	r := wait()
	r.is(t, "json", 130)
	if told := r.errorOf(t).Error; told.ExitCode != 130 || told.Profile != nil || json.Valid([]byte(r.stdout)) {
		t.Errorf("told is %s, listed %q", r.stderr, r.stdout)
	}
}

func TestTheSpinnerTellsWhoDidNotAnswer(t *testing.T) {
	t.Parallel()
	slow, slower := newHolding(), newHolding()
	p := withProfiles(t, atConsole(t, "a", "huddle01", slow.serve), atConsole(t, "b", "remotegpu", slower.serve), atConsole(t, "c", "huddle01", someKeys(1)))
	p = p.with("TERM=xterm", "NO_COLOR=1")
	s := p.onTerminal(t, p.command("keyctl", "list", "--all-profiles", "-o", "name"))
	s.wait("⠋ asking 3 profiles: waiting for a, b\r")
	close(slow.release)
	s.wait("asking 3 profiles: waiting for b\r")
	close(slower.release)
	if code, screen := s.end(); code != 0 || rendered(screen) != "key-0\n" {
		t.Errorf("exit code %d: %q", code, screen)
	}
}

// TestAnErrorComesNotIntoALineOfJSON on a terminal that shows both, nor onto
// the line of the spinner.
func TestAnErrorComesNotIntoALineOfJSON(t *testing.T) {
	t.Parallel()
	h := newHolding()
	p := withProfiles(t, atConsole(t, "a", "huddle01", someKeys(1)), atConsole(t, "b", "huddle01", func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
		h.serve(w, r, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	}))
	p = p.with("TERM=xterm", "NO_COLOR=1")
	s := p.onTerminal(t, p.command("keyctl", "list", "--all-profiles", "-o", "json"))
	s.wait("}")
	close(h.release)
	code, screen := s.end()
	if !strings.Contains(rendered(screen), "\n  }\n]\n{\"error\":") || code != 11 {
		t.Errorf("exit code %d: %q", code, screen)
	}
	s = p.onTerminal(t, p.command("keyctl", "list", "--all-profiles", "-o", "name"))
	if code, screen := s.end(); code != 11 || !strings.Contains(rendered(screen), "\nb: list: ") && !strings.HasPrefix(rendered(screen), "b: list: ") {
		t.Errorf("exit code %d: %q", code, screen)
	}
}

// TestPassphrasesAreAskedForOneAfterTheOther, and nothing else comes between:
// the first profile is asked while its owner types the passphrase of the second.
func TestPassphrasesAreAskedForOneAfterTheOther(t *testing.T) {
	t.Parallel()
	h := newHolding()
	var p *program
	for _, name := range []string{"a", "b"} {
		var tried atomic.Bool
		c, fresh := newConsole(t, "huddle01", func(w http.ResponseWriter, r *http.Request, effect http.Handler) {
			if !tried.Swap(true) { // the login
				effect.ServeHTTP(w, r)
				return
			}
			if name == "a" {
				h.asked <- struct{}{}
			}
			someKeys(1)(w, r, effect)
		})
		if p == nil {
			p = fresh.with("KEYCTL_CONSOLE=", "KEYCTL_BASE_URL=", "KEYCTL_API_KEY=", "TERM=xterm", "NO_COLOR=1")
		}
		file := filepath.Join(p.dir, name+".key")
		if err := os.WriteFile(file, []byte(c.key+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		p.with("KEYCTL_PASSPHRASE=horse "+name).run("login", "-p", name, "--console", "huddle01", "--base-url", c.base, "--keyring", "file", "--key-file", file).is(t, "login", 0)
	}
	s := p.onTerminal(t, p.command("keyctl", "list", "--all-profiles", "-o", "csv", "--columns", "profile,name", "--no-header"))
	s.wait("passphrase of the credential file of a: ")
	s.typed("horse a\n")
	s.wait("passphrase of the credential file of b: ")
	<-h.asked
	s.typed("wrong\n")
	code, screen := s.end()
	lines := strings.Split(rendered(screen), "\n")
	if code != 11 || len(lines) < 4 || lines[0] != "passphrase of the credential file of a: " || lines[1] != "passphrase of the credential file of b: " ||
		!slices.Contains(lines, "a,key-0") || !strings.Contains(screen, "\nb: list: ") || strings.Contains(screen, "horse") {
		t.Errorf("exit code %d: %q", code, screen)
	}
}
