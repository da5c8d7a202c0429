package harden

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// childVariable makes the test binary a child that does what it says.
const childVariable = "HARDEN_TEST_CHILD"

// mark is in the environment of children, for others to look for.
const mark = "HARDEN_TEST_MARK=a-secret-of-the-environment"

func TestMain(m *testing.M) {
	switch os.Getenv(childVariable) {
	case "":
		os.Exit(m.Run())
	case "soft":
		wait()
	case "hardened":
		Process()
		wait()
	case "starts":
		before := Process()
		shell := func() *exec.Cmd {
			command := exec.Command("sh", "-c", "ulimit -Sc; cat /proc/self/environ | tr '\\0' '\\n' | grep MARK")
			command.Stdout = os.Stdout
			return command
		}
		_ = before.Start(shell().Run)
		_ = shell().Run()
		fmt.Println(before.Start(func() error { return io.ErrUnexpectedEOF }))
		_ = shell().Run()
	}
}

// wait tells that the process is there, and stays until stdin ends.
func wait() {
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// child starts the test binary as another program of an ordinary user, where
// that can be chosen, with core dumps allowed. It runs in a folder of its own.
type child struct {
	*exec.Cmd
	folder string
	stdin  io.Closer
}

func start(t *testing.T, does string) child {
	t.Helper()
	folder := t.TempDir()
	program := filepath.Join(folder, "program")
	text, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(program, text, 0o755)
	}
	for at := folder; err == nil && at != os.TempDir(); at = filepath.Dir(at) {
		err = os.Chmod(at, 0o777)
	}
	command := exec.Command("sh", "-c", "ulimit -c unlimited; exec ./program")
	command.Dir = folder
	command.Env = []string{"PATH=" + os.Getenv("PATH"), childVariable + "=" + does, mark, "GOTRACEBACK=crash", "GORACE=atexit_sleep_ms=0"}
	command.SysProcAttr = asOrdinary()
	stdin, stdinErr := command.StdinPipe()
	stdout, stdoutErr := command.StdoutPipe()
	if err != nil || stdinErr != nil || stdoutErr != nil {
		t.Fatal(err, stdinErr, stdoutErr)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = command.Process.Kill(), command.Wait() })
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("it said %q, %v", line, err)
	}
	return child{command, folder, stdin}
}

// asOrdinary is a user without privileges: another one where we are root.
func asOrdinary() *syscall.SysProcAttr {
	if os.Getuid() != 0 {
		return nil
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
}

// reads reports whether another process of the same ordinary user can read what
// the kernel tells of a process.
func reads(t *testing.T, c child, name string) bool {
	t.Helper()
	command := exec.Command("cat", fmt.Sprintf("/proc/%d/%s", c.Process.Pid, name))
	command.SysProcAttr = asOrdinary()
	text, _ := command.Output()
	return len(text) > 0
}

func TestAHardenedProcessIsReadByNobody(t *testing.T) {
	t.Parallel()
	soft, hardened := start(t, "soft"), start(t, "hardened")
	for _, name := range []string{"environ", "maps", "auxv"} {
		if !reads(t, soft, name) {
			t.Errorf("the test itself can't read %s", name)
		}
		if reads(t, hardened, name) {
			t.Errorf("%s of a hardened process can be read", name)
		}
	}
	if !reads(t, hardened, "cmdline") {
		t.Error("a hardened process hides its command line: this test knows less than it thinks")
	}
}

func TestAHardenedProcessLeavesNoCore(t *testing.T) {
	t.Parallel()
	pattern, err := os.ReadFile("/proc/sys/kernel/core_pattern")
	if err != nil {
		t.Fatal(err)
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil {
		t.Fatal(err)
	}
	allowed := limit.Max == unix.RLIM_INFINITY // or else there is nothing to compare with
	plain := !bytes.ContainsAny(pattern, "|/")
	for _, signal := range []syscall.Signal{syscall.SIGABRT, syscall.SIGSEGV, syscall.SIGQUIT} {
		for _, does := range []string{"soft", "hardened"} {
			c := start(t, does)
			if err := c.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			_ = c.Wait()
			status, _ := c.ProcessState.Sys().(syscall.WaitStatus)
			cores, _ := filepath.Glob(filepath.Join(c.folder, "core*"))
			if !status.Signaled() || status.CoreDump() != (does == "soft" && allowed) {
				t.Errorf("%s, %v: signaled %v, core dump %v", does, signal, status.Signaled(), status.CoreDump())
			}
			if plain && (len(cores) > 0) != (does == "soft" && allowed) {
				t.Errorf("%s, %v: it left %v", does, signal, cores)
			}
		}
	}
}

func TestAHardenedProcessKeepsItsHardLimit(t *testing.T) {
	t.Parallel()
	c := start(t, "hardened")
	pattern := regexp.MustCompile(`(?m)^Max core file size +(\S+) +(\S+) `)
	var hard []string
	for _, path := range []string{"/proc/self/limits", fmt.Sprintf("/proc/%d/limits", c.Process.Pid)} {
		limits, err := os.ReadFile(path)
		found := pattern.FindSubmatch(limits)
		if err != nil || found == nil {
			t.Fatalf("%v: %s", err, limits)
		}
		hard = append(hard, string(found[2]))
		if path != "/proc/self/limits" && string(found[1]) != "0" {
			t.Errorf("its limit is %s", found[1])
		}
	}
	if hard[0] != hard[1] {
		t.Errorf("the hard limit was %s, and is %s", hard[0], hard[1])
	}
}

func TestAChildGetsBackWhatItsParentHad(t *testing.T) {
	t.Parallel()
	command := exec.Command("sh", "-c", `ulimit -Sc 7; exec "$0"`, os.Args[0])
	command.Env = append(os.Environ(), childVariable+"=starts", mark)
	text, err := command.Output()
	want := strings.Join([]string{"7", mark, "0", mark, "unexpected EOF", "0", mark, ""}, "\n")
	if err != nil || string(text) != want {
		t.Errorf("%v: got %q, want %q", err, text, want)
	}
}

// TestTheZeroValueChangesNothing: where a limit is unknown, it stays.
func TestTheZeroValueChangesNothing(t *testing.T) {
	t.Parallel()
	if err := (Before{}).Start(func() error { return io.EOF }); err != io.EOF {
		t.Errorf("got %v", err)
	}
}
