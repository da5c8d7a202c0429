package cmd_test

import (
	"encoding/json"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// withCommand is a program whose profile has a credential command.
func withCommand(t *testing.T, script string) *program {
	t.Helper()
	c, p := newAccount(t, "huddle01")
	p.put("pass", "#!/bin/sh\n[ -e ~/ready ] || { printf '%s\\n' "+c.key+"; exit; }\n"+script)
	p.run("login", "-p", "ci", "--console", c.name, "--base-url", c.base, "--", filepath.Join(p.dir, "pass")).is(t, "login", 0)
	p.put("ready", "")
	return p
}

// awaitEnd waits for the end of a process that is no child.
func awaitEnd(t *testing.T, process int) {
	t.Helper()
	polled := []unix.PollFd{{Fd: int32(process), Events: unix.POLLIN}}
	for {
		ready, err := unix.Poll(polled, int(patience.Milliseconds()))
		if err != unix.EINTR {
			if ready == 0 {
				t.Error("it goes on")
			}
			return
		}
	}
}

func TestTheChildrenOfACredentialCommandEndWithIt(t *testing.T) {
	t.Parallel()
	p := withCommand(t, "sh -c 'sleep 300 & echo $! >~/grandchild; wait' &\nwhile [ ! -s ~/grandchild ]; do :; done; echo touch your key >&2; wait\n")
	list := p.command("keyctl", "list")
	stderr, err := list.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	wait := p.begin(list)
	rest := waitFor(t, stderr, "touch your key")
	number, err := strconv.Atoi(strings.TrimSpace(readFile(t, filepath.Join(p.dir, "grandchild"))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(number, syscall.SIGKILL) })
	grandchild, err := unix.PidfdOpen(number, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Close(grandchild) })
	signalTo(t, list, syscall.SIGTERM)
	told := rest()
	if r := wait(); r.code != 143 || !strings.Contains(told, "was stopped: terminated") {
		t.Errorf("exit code %d: %s", r.code, told)
	}
	awaitEnd(t, grandchild)
}

func TestWhatACredentialCommandSaysIsAWarningBesideJSON(t *testing.T) {
	t.Parallel()
	p := withCommand(t, `printf 'touch "your" key\nback\\slash \033[2J\n\n\377{"error":1}\nno line break' >&2; exit 1`)
	r := p.run("list", "-o", "json")
	r.is(t, "list", 3)
	r.silent(t, "list")
	lines := strings.Split(strings.TrimSuffix(r.stderr, "\n"), "\n")
	for i, line := range lines {
		var told map[string]struct{ Message string }
		err := json.Unmarshal([]byte(line), &told)
		if is := "warning"; err != nil || len(told) != 1 || (i < len(lines)-1) != (told[is].Message != "") {
			t.Errorf("%q: %v", line, err)
		}
	}
	for _, want := range []string{`touch \"your\" key`, `back\\slash`, "no line break"} {
		if !strings.Contains(r.stderr, want) {
			t.Errorf("there is no %s: %s", want, r.stderr)
		}
	}
}
