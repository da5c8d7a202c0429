//go:build unix

package cmd_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// someShell is a shell with the completions installed in the way that the help
// shows; PROGRAM is the name of the program.
type someShell struct {
	name   string
	argv   []string
	script string // where the script is put, below the home
	setup  string // typed first
}

func shells() []someShell {
	bash := []string{"bash", "--norc", "--noprofile", "-i"}
	return []someShell{
		{"bash", bash, "PROGRAM.bash", "source ~/PROGRAM.bash"},
		{"bash with bash-completion", bash, ".local/share/bash-completion/completions/PROGRAM", "source " + bashCompletion},
		{"zsh", []string{"zsh", "-f", "-i"}, "functions/_PROGRAM", "fpath=(~/functions $fpath); autoload -U compinit; compinit -u -D"},
		{"zsh with the script sourced", []string{"zsh", "-f", "-i"}, "script", "autoload -U compinit; compinit -u -D; source ~/script"},
		{"fish", []string{"fish", "-i"}, ".config/fish/completions/PROGRAM.fish", "true"},
	}
}

const bashCompletion = "/usr/share/bash-completion/bash_completion"

// put makes a file in the program's home.
func (p *program) put(path, text string) {
	p.t.Helper()
	path = filepath.Join(p.dir, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		p.t.Fatal(err)
	}
}

// recorder stands in for the program: it lets completions through, and tells
// everything else that it is given.
const recorder = `#!/bin/sh
case $1 in __complete*) exec "$REAL" "$@" ;; esac
number=$(($(cat ~/number 2>/dev/null || echo 0) + 1))
echo $number >~/number
for word do printf '<%s>\n' "$word"; done >~/words.$number
echo "recorded $number"
`

// typist is a shell on a terminal, whose console has the keys that a test
// gives it.
type typist struct {
	*terminal
	p     *program
	mutex sync.Mutex
	keys  []map[string]any
	count int
}

// startShell skips the test where there is no such shell.
func startShell(t *testing.T, shell someShell, name string, env ...string) *typist {
	t.Helper()
	if _, err := exec.LookPath(shell.argv[0]); err != nil {
		t.Skipf("%s is not installed", shell.argv[0])
	}
	if strings.Contains(shell.setup, bashCompletion) {
		if _, err := os.Stat(bashCompletion); err != nil {
			t.Skip("bash-completion is not installed")
		}
	}
	s := &typist{}
	_, s.p = newConsole(t, "huddle01", s.list)
	real, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	named := strings.NewReplacer("PROGRAM", name).Replace
	s.p.put(named(shell.script), s.p.finish(s.p.command(name, "completion", shell.argv[0])).stdout)
	s.p.put("bin/"+name, recorder)
	s.p.put(".local/share/fish/generated_completions/none", "") // or else fish reads all man pages first
	s.p = s.p.with(append(env, "REAL="+real, "TERM=xterm", "PATH="+filepath.Join(s.p.dir, "bin")+":"+os.Getenv("PATH"))...)
	s.terminal = s.p.onTerminal(t, s.p.command(shell.argv[0], shell.argv[1:]...))
	s.typed(named(shell.setup) + "; " + name + " ready\r")
	s.recorded()
	return s
}

// list answers with the keys of the moment.
func (s *typist) list(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"code": "OK", "data": s.keys})
}

// have makes the console have keys with these names; their ids are ak_0, ak_1
// and so on.
func (s *typist) have(names ...string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.keys = nil
	for i, name := range names {
		s.keys = append(s.keys, map[string]any{"id": fmt.Sprintf("ak_%d", i), "name": name, "prefix": "mk_", "created_at": "2026-04-03T10:00:00Z"})
	}
}

// recorded waits until the next command was recorded, and gives its words.
func (s *typist) recorded() []string {
	s.t.Helper()
	s.count++
	s.wait(fmt.Sprintf("recorded %d\n", s.count))
	text, err := os.ReadFile(filepath.Join(s.p.dir, fmt.Sprintf("words.%d", s.count)))
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// gives types a line, tabs included, and compares the words that arrive.
func (s *typist) gives(line string, words ...string) {
	s.t.Helper()
	s.typed(line + "\r")
	for i, word := range words {
		words[i] = "<" + word + ">"
	}
	if got := s.recorded(); strings.Join(got, "\n") != strings.Join(words, "\n") {
		s.t.Errorf("%q gives %q, want %q", line, got, words)
	}
	if _, err := os.Stat(filepath.Join(s.p.dir, "pwned")); err == nil {
		s.t.Fatalf("%q was executed", line)
	}
}

// hostileWords are names that some shell could take for something else.
func hostileWords() []string {
	return append(hostileNames(),
		"$(touch pwned)", "`touch pwned`", "(touch pwned)", "a;touch pwned", "a|touch pwned", "a&touch pwned&", "a\ntouch pwned\n",
		"'", `"`, `a'b"c\d`, "*", "?", "[a-z]*", "{a,b}", "~", "~root", "-rf", "--yes", "#x", "!!", "!x", "^a^b", "=ls", "%1",
		"$HOME", "${HOME}", "a>pwned", "<(touch pwned)", "a b\\", " a", "a ", "emoji 😀", "a\tb", "\x00", "\x04", "\x15touch pwned\r",
		"name\twith a tab", ":4", ":0", "@x", "+x", ",x", ".x", "x\u2028y", "\xff\xfe", "$'\\n'", "%F{red}x", "a=~/x", "a:~/x",
	)
}

// plainWords are names that every shell passes on as they are.
func plainWords() []string {
	return []string{
		"ci-pipeline", "CI/CD Pipeline", "a  b", "x_1.y", "build:42", "a=b", "a,b", "user@host", "100%", "c+1", "Schlüssel", "鍵", "/x", "0",
	}
}

func TestShellsPassOnNamesExactly(t *testing.T) {
	t.Parallel()
	for _, shell := range shells() {
		for _, locale := range []string{"C", "C.UTF-8"} {
			t.Run(shell.name+" "+locale, func(t *testing.T) {
				t.Parallel()
				s := startShell(t, shell, "keyctl", "LC_ALL="+locale)
				for _, name := range plainWords() {
					s.have(name)
					s.gives("keyctl show \t", "show", name)
				}
				for _, name := range hostileWords() {
					s.have(name)
					s.gives("keyctl show \t", "show", "ak_0")
				}
			})
		}
	}
}
