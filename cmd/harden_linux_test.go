package cmd_test

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"testing"
)

// TestTheProgramIsHardened: what package harden does is tested there; this is
// whether the program does it.
func TestTheProgramIsHardened(t *testing.T) {
	t.Parallel()
	p := newProgram(t, "MARK=a secret of the environment")
	for program, hardened := range map[string]bool{
		"exec keyctl emulator --listen 127.0.0.1:0": true,
		"echo ready; read line":                     false,
	} {
		command := withoutTracing(p.command("sh", "-c", `ulimit -Sc "$(ulimit -Hc)"; `+program))
		stdin, inErr := command.StdinPipe()
		stdout, outErr := command.StdoutPipe()
		if inErr != nil || outErr != nil {
			t.Fatal(inErr, outErr)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		rest := waitFor(t, stdout, "")
		environ := fmt.Sprintf("/proc/%d/environ", command.Process.Pid)
		if text, _ := withoutTracing(exec.Command("cat", environ)).Output(); (len(text) == 0) != hardened {
			t.Errorf("%s: others read of its environment %q", program, text)
		}
		limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", command.Process.Pid))
		if none := regexp.MustCompile(`(?m)^Max core file size +0 `).Match(limits); err != nil || hardened && !none {
			t.Errorf("%s: %v: %s", program, err, limits)
		}
		_, _ = stdin.Close(), command.Process.Kill()
		_, _ = rest(), command.Wait()
	}
}

// withoutTracing makes a command that runs without the rights of root to look
// into every process.
func withoutTracing(command *exec.Cmd) *exec.Cmd {
	if os.Getuid() == 0 {
		path, _ := exec.LookPath("setpriv")
		command.Path, command.Args = path, append([]string{"setpriv", "--bounding-set", "-all", "--inh-caps", "-all"}, command.Args...)
	}
	return command
}
