package cmd_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// newAccount is a console and a program that isn't signed in to it.
func newAccount(t testing.TB, name string) (*console, *program) {
	t.Helper()
	c, p := newConsole(t, name, nil)
	return c, p.with("KEYCTL_CONSOLE=", "KEYCTL_BASE_URL=", "KEYCTL_API_KEY=")
}

// echoes reports whether the terminal shows what is typed.
func (s *terminal) echoes() bool {
	s.t.Helper()
	state, err := unix.IoctlGetTermios(int(s.file.Fd()), unix.TCGETS)
	if err != nil {
		s.t.Fatal(err)
	}
	return state.Lflag&unix.ECHO != 0
}

// terminalName is the path of the terminal that the command has.
func (s *terminal) terminalName() string {
	s.t.Helper()
	number, err := unix.IoctlGetInt(int(s.file.Fd()), unix.TIOCGPTN)
	if err != nil {
		s.t.Fatal(err)
	}
	return "/dev/pts/" + strconv.Itoa(number)
}

func TestLoginAsksWithoutShowing(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"huddle01", "remotegpu"} {
		c, p := newAccount(t, name)
		s := p.onTerminal(t, p.command("keyctl", "login", "--console", name, "--base-url", c.base, "--keyring", "file"))
		s.wait("(it is not shown): ")
		s.typed(c.key + "\n")
		s.wait("passphrase of the credential file of ")
		s.typed("correct horse\n")
		s.wait("the same passphrase again: ")
		s.typed("correct horse\n")
		code, screen := s.end()
		if code != 0 || strings.Contains(screen, c.key) || strings.Contains(screen, "horse") || !regexp.MustCompile(`(?m)^keys +0$`).MatchString(screen) {
			t.Errorf("exit code %d: %q", code, screen)
		}
		if !strings.Contains(screen, name+" takes ") || !strings.Contains(screen, "credential for "+name+" at "+c.URL) {
			t.Errorf("the prompt is %q", screen)
		}
		s = p.onTerminal(t, p.command("keyctl", "list"))
		s.wait("passphrase of the credential file of ")
		s.typed("correct horse\n")
		if code, screen := s.end(); code != 0 || strings.Contains(screen, "horse") || strings.Contains(screen, "again") {
			t.Errorf("list: exit code %d: %q", code, screen)
		}
		s = p.onTerminal(t, p.command("keyctl", "list"))
		s.wait("passphrase of the credential file of ")
		s.typed("wrong\n")
		if code, screen := s.end(); code != 3 || !strings.Contains(screen, "passphrase") {
			t.Errorf("a wrong passphrase: exit code %d: %q", code, screen)
		}
	}
}

// Whatever ends the question, the terminal shows again what is typed, and
// nothing was sent or stored.
func TestAnUnansweredLoginLeavesNothing(t *testing.T) {
	t.Parallel()
	c, p := newAccount(t, "huddle01")
	for typed, code := range map[string]int{"\x03": 130, "\x04": 10, "\n": 10, "not a key\n": 2, strings.Repeat("x", 4200) + "\n": 2} {
		s := p.onTerminal(t, p.command("keyctl", "login", "--console", "huddle01", "--base-url", c.base, "--keyring", "file"))
		s.wait("(it is not shown): ")
		s.typed(typed)
		// The terminal is asked before its last user is gone and takes its
		// settings along.
		if got, screen := s.end(); got != code || strings.Contains(screen, "not a key") {
			t.Errorf("%.9q: exit code %d, want %d: %q", typed, got, code, screen)
		}
	}
	s := p.onTerminal(t, p.command("keyctl", "login", "--console", "huddle01", "--base-url", c.base, "--keyring", "file"))
	s.wait("(it is not shown): ")
	if s.echoes() {
		t.Error("the terminal shows what is typed")
	}
	holder, err := os.OpenFile(s.terminalName(), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = holder.Close() }()
	s.typed("\x03")
	_ = s.command.Wait()
	if !s.echoes() {
		t.Error("the terminal no longer shows what is typed")
	}
	if c.count("") > 0 {
		t.Errorf("sent %v", c.methods())
	}
	if _, err := os.Stat(filepath.Join(p.dir, ".config")); err == nil {
		t.Error("something was stored")
	}
}

func TestTwoPassphrasesThatDifferStoreNothing(t *testing.T) {
	t.Parallel()
	c, p := newAccount(t, "huddle01")
	s := p.onTerminal(t, p.command("keyctl", "login", "--console", "huddle01", "--base-url", c.base, "--keyring", "file"))
	for _, answer := range [][2]string{{"(it is not shown): ", c.key}, {"credential file of ", "one"}, {"again: ", "two"}} {
		s.wait(answer[0])
		s.typed(answer[1] + "\n")
	}
	if code, screen := s.end(); code != 2 || !strings.Contains(screen, "the two passphrases differ; nothing was stored") {
		t.Errorf("exit code %d: %q", code, screen)
	}
	if r := p.run("profile", "list"); strings.Contains(r.stdout, "file") {
		t.Errorf("there is a profile: %s", r.stdout)
	}
}

// A second user of the machine finds nothing of it readable.
func TestOthersReadNothing(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root can try as another user")
	}
	c, p := newAccount(t, "huddle01")
	for dir := p.dir; dir != os.TempDir(); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil { // others get as far as the home
			t.Fatal(err)
		}
	}
	p = p.with("KEYCTL_PASSPHRASE=correct horse")
	login := p.command("keyctl", "login", "--console", "huddle01", "--base-url", c.base, "--keyring", "file", "--key-stdin")
	login.Stdin = strings.NewReader(c.key)
	p.finish(login).is(t, "login", 0)
	found := 0
	err := filepath.WalkDir(filepath.Join(p.dir, ".config", "keyctl"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		found++
		for _, try := range [][]string{{"cat", path}, {"ls", path}, {"cp", os.DevNull, path}} {
			if entry.IsDir() == (try[0] == "cat") {
				continue
			}
			other := exec.Command(try[0], try[1:]...)
			other.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			if text, err := other.CombinedOutput(); err == nil || !strings.Contains(string(text), "ermission denied") {
				t.Errorf("another user can %v: %s", try, text)
			}
		}
		return nil
	})
	if err != nil || found < 4 {
		t.Errorf("%d files and folders were tried: %v", found, err)
	}
}
