package cmd_test

import (
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
)

// What is typed reaches the command once, and not us.
func TestCtrlCReachesTheCommandOnce(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	s := p.onTerminal(t, p.command("keyctl", "exec", "--new", "--env", "TOKEN", "sh", "-c", reports))
	s.wait("ready\n")
	for times := 1; times <= 3; times++ {
		s.typed("\x03")
		s.waitAgain("got INT\n", times)
		s.typed("\x1c")
		s.waitAgain("got QUIT\n", times)
	}
	signalTo(t, s.command, syscall.SIGTERM) // from elsewhere
	s.wait("got TERM\n")
	signalTo(t, s.command, syscall.SIGUSR1) // all that we had to hand on came before
	code, screen := s.end()
	if code != 7 || strings.Count(screen, "got INT") != 3 || strings.Count(screen, "got QUIT") != 3 || strings.Count(screen, "got TERM") != 1 {
		t.Errorf("exit code %d: %q", code, screen)
	}
	p.keptNothing("afterwards")
}

func TestCtrlCEndsTheCommandAndItsKey(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	s := p.onTerminal(t, p.command("keyctl", "exec", "--new", "--env", "TOKEN", "sh", "-c", "echo ready; exec sleep 60"))
	s.wait("ready\n")
	s.typed("\x03")
	if code, screen := s.end(); code != 130 {
		t.Errorf("exit code %d: %q", code, screen)
	}
	p.keptNothing("afterwards")
}

// A terminal that goes away takes the command with it, and the key ends.
func TestAHangUpEndsTheKey(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	screen, terminal, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	command := p.command("keyctl", "exec", "--new", "--env", "TOKEN", "sh", "-c", "echo ready; exec sleep 60")
	command.Stdin, command.Stdout, command.Stderr = terminal, terminal, terminal
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	wait := p.begin(command)
	_ = terminal.Close()
	waitFor(t, screen, "ready")
	_ = screen.Close()
	wait().is(t, "a hang-up", 129)
	p.keptNothing("afterwards")
}

func TestAStoppedCommandGoesOn(t *testing.T) {
	t.Parallel()
	c, p := newConsole(t, "huddle01", nil)
	p = p.with("PS1=prompt> ", "TERM=dumb", "INPUTRC=/dev/null", "HISTFILE=/dev/null")
	s := p.onTerminal(t, p.command("bash", "--norc", "--noprofile", "-i"))
	s.wait("prompt> ")
	s.typed(`keyctl exec --new --env TOKEN sh -c 'echo ready; while read x; do echo "got $x"; test "$x" = end && exit 5; done'` + "\n")
	s.wait("\nready\n")
	for times := 1; times <= 2; times++ {
		s.typed("\x1a")
		s.waitAgain("Stopped", times)
		s.waitAgain("prompt> ", 1+times)
		if keys := c.keys(t); len(keys) != 1 {
			t.Errorf("stopped, there are the keys %v", keys)
		}
		s.typed("fg\n")
		s.waitAgain("\nkeyctl exec --new", times)
		s.typed("more\n")
		s.waitAgain("\ngot more\n", times)
	}
	s.typed("end\n")
	s.wait("\ngot end\n")
	s.waitAgain("prompt> ", 4)
	s.typed("exit $?\n")
	if code, screen := s.end(); code != 5 {
		t.Errorf("exit code %d: %q", code, screen)
	}
	p.keptNothing("afterwards")
}

// A shell that takes the terminal for itself gets what is typed; we are in the
// background then, and hand on what comes from elsewhere.
func TestAShellMayHaveTheTerminal(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	p = p.with("PS1=prompt> ", "TERM=dumb", "INPUTRC=/dev/null", "HISTFILE=/dev/null")
	s := p.onTerminal(t, p.command("keyctl", "exec", "--new", "--env", "TOKEN", "bash", "--norc", "--noprofile", "-i"))
	s.wait("prompt> ")
	s.typed("sh -c \"echo be''gun; exec sleep 60\"\n") // which has the terminal when it tells so
	s.wait("\nbegun\n")
	s.typed("\x03")
	s.waitAgain("prompt> ", 2)
	s.typed("echo ${#TOKEN}\n")
	s.wait("\n67\n")
	s.typed("exit 6\n")
	if code, screen := s.end(); code != 6 {
		t.Errorf("exit code %d: %q", code, screen)
	}
	p.keptNothing("afterwards")
}

// A child that left our group of processes has nothing of what is typed, nor of
// what is sent to us.
func TestACommandInAGroupOfItsOwnGetsWhatIsTyped(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	s := p.onTerminal(t, p.command("keyctl", "exec", "--new", "--env", "TOKEN", "setsid", "sh", "-c", reports))
	s.wait("ready\n")
	s.typed("\x03")
	s.wait("got INT\n")
	s.typed("\x1c")
	s.wait("got QUIT\n")
	signalTo(t, s.command, syscall.SIGINT)
	s.waitAgain("got INT\n", 2)
	signalTo(t, s.command, syscall.SIGUSR1)
	if code, screen := s.end(); code != 7 || strings.Count(screen, "got INT") != 2 || strings.Count(screen, "got QUIT") != 1 {
		t.Errorf("exit code %d: %q", code, screen)
	}
	p.keptNothing("afterwards")
}

// What is sent to us alone can't be told from what is typed, but for somebody who
// insists.
func TestASignalThatIsSentAgainReachesTheCommand(t *testing.T) {
	t.Parallel()
	_, p := newConsole(t, "huddle01", nil)
	s := p.onTerminal(t, p.command("keyctl", "exec", "--new", "--env", "TOKEN", "sh", "-c", "echo ready; exec sleep 60"))
	s.wait("ready\n")
	insists(t, s.command, syscall.SIGINT)
	if code, screen := s.end(); code != 130 {
		t.Errorf("exit code %d: %q", code, screen)
	}
	p.keptNothing("afterwards")
}
