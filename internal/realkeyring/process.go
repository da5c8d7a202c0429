package realkeyring

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

const (
	busProgram    = "dbus-daemon"
	daemonProgram = "gnome-keyring-daemon"
	toolProgram   = "secret-tool"
)

// process is one that the session has started.
type process struct {
	*exec.Cmd
	over sync.Once
}

// begin starts one of the session's own processes. It ends with the test's
// process at the latest, even when that is killed. What it writes to stderr
// goes into a file, which its own children can hold open for as long as they
// like.
func (s *Session) begin(command *exec.Cmd) *process {
	s.t.Helper()
	log, err := os.Create(filepath.Join(s.dir, filepath.Base(command.Path)+".log"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	command.Env, command.Dir, command.SysProcAttr, command.Stderr = s.environment(), s.dir, attributes(), log
	if err := command.Start(); err != nil {
		s.t.Fatalf("cannot start %s: %v", command.Path, err)
	}
	return &process{Cmd: command}
}

// kill ends a process, if there is one, and waits for its end.
func (p *process) kill() {
	if p == nil {
		return
	}
	p.over.Do(func() {
		_ = p.Process.Kill()
		_ = p.Wait()
	})
}

// log is what a program of the session has written to stderr.
func (s *Session) log(program string) string {
	text, _ := os.ReadFile(filepath.Join(s.dir, program+".log"))
	return strings.TrimSpace(string(text))
}
