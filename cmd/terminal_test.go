//go:build unix

package cmd_test

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// terminal is a command on a terminal of 200 columns.
type terminal struct {
	t       *testing.T
	file    *os.File
	command *exec.Cmd

	mutex sync.Mutex
	shown bytes.Buffer
	more  chan struct{} // gets a value after each piece that is shown
	ended chan struct{}
}

// onTerminal starts a command with all of its streams on a terminal, but for
// those that it has already.
func (p *program) onTerminal(t *testing.T, command *exec.Cmd) *terminal {
	t.Helper()
	size := &pty.Winsize{Rows: 50, Cols: 200}
	file, err := pty.StartWithAttrs(command, size, &syscall.SysProcAttr{Setsid: true, Setctty: command.Stdin == nil})
	if err != nil {
		t.Fatal(err)
	}
	s := &terminal{t: t, file: file, command: command, more: make(chan struct{}, 1), ended: make(chan struct{})}
	t.Cleanup(func() { _ = command.Process.Kill(); _ = file.Close(); <-s.ended })
	go s.watch()
	return s
}

func (s *terminal) watch() {
	defer close(s.ended)
	piece := make([]byte, 4096)
	for {
		count, err := s.file.Read(piece)
		s.mutex.Lock()
		s.shown.Write(piece[:count])
		s.mutex.Unlock()
		select {
		case s.more <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

func (s *terminal) screen() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return strings.ReplaceAll(s.shown.String(), "\r\n", "\n")
}

// wait waits until a text is shown.
func (s *terminal) wait(text string) {
	s.t.Helper()
	s.waitAgain(text, 1)
}

// waitAgain waits until a text was shown so many times.
func (s *terminal) waitAgain(text string, times int) {
	s.t.Helper()
	for strings.Count(s.screen(), text) < times {
		select {
		case <-s.more:
		case <-s.ended:
			if strings.Count(s.screen(), text) < times {
				s.t.Fatalf("%q was never shown: %q", text, s.screen())
			}
		case <-time.After(patience):
			s.t.Fatalf("%q isn't shown: %q", text, s.screen())
		}
	}
}

func (s *terminal) typed(text string) {
	s.t.Helper()
	if _, err := s.file.WriteString(text); err != nil {
		s.t.Fatal(err)
	}
}

// end waits for the end of the command.
func (s *terminal) end() (code int, screen string) {
	s.t.Helper()
	select {
	case <-s.ended:
	case <-time.After(patience):
		s.t.Fatalf("it doesn't end: %q", s.screen())
	}
	_ = s.command.Wait()
	return exitCode(s.command), s.screen()
}

// spun is what a slow machine makes the spinner show, and erase.
var spun = regexp.MustCompile(`\r\x1b\[K(. waiting for [^\r]*)?`)

// show runs a command on a terminal to its end, which has to be a good one. What
// a spinner showed is gone.
func (p *program) show(t *testing.T, args ...string) string {
	t.Helper()
	code, screen := p.onTerminal(t, p.command("keyctl", args...)).end()
	if code != 0 {
		t.Fatalf("%v: exit code %d: %q", args, code, screen)
	}
	return spun.ReplaceAllString(screen, "")
}
