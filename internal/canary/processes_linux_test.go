package canary

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// sleeper runs a shell and below it another, until the test ends.
func sleeper(t *testing.T, arguments, environment []string) *exec.Cmd {
	t.Helper()
	command := exec.Command("sh", append([]string{"-c", `sh -c "echo ready; read line; exit" child "$@"; exit`, "sh"}, arguments...)...)
	command.Env = append(os.Environ(), environment...)
	stdin, inErr := command.StdinPipe()
	stdout, outErr := command.StdoutPipe()
	if inErr != nil || outErr != nil {
		t.Fatal(inErr, outErr)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = stdin.Close(), command.Wait() })
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "ready\n" {
		t.Fatalf("it said %q, %v", line, err)
	}
	return command
}

func TestProcessesAreLookedThrough(t *testing.T) {
	t.Parallel()
	s := planted()
	for name, secret := range examples() {
		for _, test := range []struct {
			file                   string
			arguments, environment []string
		}{
			{"cmdline", []string{"--key=" + secret}, nil},
			{"environ", nil, []string{"KEY=" + secret}},
		} {
			command := sleeper(t, test.arguments, test.environment)
			found, err := s.Processes(command.Process.Pid)
			places := map[string]bool{}
			for _, find := range found {
				places[find.Where] = true
				if find.Secret != name || !strings.HasSuffix(find.Where, test.file) {
					t.Errorf("%s in %s: %v", name, test.file, find)
				}
			}
			// The shell and its child.
			if len(places) != 2 || !places[fmt.Sprintf("/proc/%d/%s", command.Process.Pid, test.file)] || err != nil {
				t.Errorf("%s in %s: %v, %v", name, test.file, places, err)
			}
		}
	}
	clean := sleeper(t, []string{"[redacted]"}, nil)
	if found, err := s.Processes(clean.Process.Pid); len(found) > 0 || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
}

// TestAWatchFindsWhatBeginsMeanwhile watches all that this process starts: no
// other test may run beside it.
func TestAWatchFindsWhatBeginsMeanwhile(t *testing.T) {
	s := planted()
	stop := s.Watch(os.Getpid())
	sleeper(t, []string{examples()["another"]}, nil)
	found, err := stop()
	if len(names(found)) != 1 || names(found)[0] != "another" || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestAProcessThatEndedHoldsNothing(t *testing.T) {
	t.Parallel()
	command := exec.Command("true")
	if err := command.Run(); err != nil {
		t.Fatal(err)
	}
	if found, err := planted().Processes(command.Process.Pid); len(found) > 0 || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
}
