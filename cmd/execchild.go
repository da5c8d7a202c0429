package cmd

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"

	"keyctl/client"
	"keyctl/internal/aside"
	"keyctl/internal/killpoint"
	"keyctl/internal/process"
)

// child is the command that exec runs.
type child struct {
	*app
	program  string
	words    []string
	variable string // that gets the secret
}

// findCommand finds the program of a command, as a shell does: what has a slash
// is a path.
func findCommand(word string) (string, error) {
	found, err := process.Find(word, os.Environ())
	name := client.Quote(word)
	switch {
	case err == nil:
		return found, nil
	case errors.Is(err, exec.ErrDot):
		return "", withCode(execNotFound, client.Errorf(client.Failed, "the command %s would be taken from a relative folder in PATH", name).
			WithHint("give its path, or take the relative folder out of PATH"))
	case process.IsFolder(err):
		return "", withCode(execNotExecutable, client.Errorf(client.Failed, "the command %s is a folder", name).
			WithHint("give the path of the program that was meant"))
	case process.IsNoProgram(err):
		return "", withCode(execNotExecutable, client.Errorf(client.Failed, "the command %s is not executable", name).
			WithHint("run chmod +x on it, or give the path of the program that was meant"))
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return "", withCode(execNotFound, client.Errorf(client.Failed, "the command %s is not found", name).
			WithHint("install it, or give its path; aliases and functions of a shell need that shell: sh -c '…'"))
	}
	return "", withCode(execNotExecutable, client.Errorf(client.Failed, "the command %s cannot be run: %w", name, err).WithHint("look at what is there"))
}

// checkVariable refuses a variable that is none, and those that somebody reads
// who is not meant to see a secret, and who may print what makes no sense there.
func checkVariable(name string) error {
	ours := slices.Contains([]string{"PATH", "IFS", "BASH_ENV", "ENV"}, name)
	for _, prefix := range []string{"KEYCTL_", "LD_", "DYLD_"} {
		ours = ours || strings.HasPrefix(name, prefix)
	}
	switch {
	case !process.IsVariable(name):
		return client.Errorf(client.Usage, "--env is not the name of a variable").
			WithHint("give the name alone, like API_KEY: letters, digits and _, with no digit first")
	case ours:
		return client.Errorf(client.Usage, "--env %s would hand the secret to the shell, the loader or keyctl itself, which may print it", name).
			WithHint("choose the variable from which the command takes its secret, like API_KEY")
	}
	return nil
}

// run runs the command with a secret to its end, and notes how that was. An
// error means that it did not begin. The signals are those that come from then
// on, nil where they are left to the system.
func (c child) run(ctx context.Context, secret client.Secret) (signals <-chan os.Signal, err error) {
	if strings.ContainsRune(secret.Reveal(), 0) {
		return nil, client.Errorf(client.Failed, "the secret holds a NUL, which no variable can").WithHint("the command was not run")
	}
	c.maskFor(secret)
	received, inTime := c.system.TakeSignals()
	if !inTime || ctx.Err() != nil {
		return received, interruptedBefore()
	}
	command := &exec.Cmd{
		Path: c.program, Args: c.words,
		Env:   append(process.Environment(os.Environ(), c.variable), c.variable+"="+secret.Reveal()),
		Stdin: c.system.In, Stdout: c.system.Out, Stderr: c.system.Err,
	}
	killpoint.At("exec: before the command begins")
	if err := c.start(command.Start); err != nil {
		return received, c.notStarted(err)
	}
	code := await(command, received)
	killpoint.At("exec: after the command has ended")
	c.child = &code
	return received, nil
}

// start gives a child the limits that it would have without us.
func (c child) start(start func() error) error {
	if c.system.Start == nil {
		return start()
	}
	return c.system.Start(start)
}

// notStarted is a program that the system doesn't run.
func (c child) notStarted(err error) error {
	name := client.Quote(c.words[0])
	failure := client.Errorf(client.Failed, "the command %s cannot be run: %w", name, errors.Unwrap(err))
	switch {
	case errors.Is(err, syscall.ENOENT):
		failure = client.Errorf(client.Failed, "the command %s needs an interpreter that is not there", name).WithHint("look at its first line")
	case errors.Is(err, syscall.ENOEXEC):
		failure.Hint = "it is not a program for this machine, or a script without #! in its first line: name its interpreter"
	case slices.ContainsFunc(shortages(), func(one syscall.Errno) bool { return errors.Is(err, one) }):
		return failure // it is not the command's fault
	}
	return withCode(execNotExecutable, failure)
}

// shortages are the failures of a system that has nothing left for a new process.
func shortages() []syscall.Errno {
	return []syscall.Errno{syscall.EAGAIN, syscall.ENOMEM, syscall.EMFILE, syscall.ENFILE}
}

// await waits for the end of a command, hands the signals on that it didn't get
// itself, and gives its exit code.
func await(command *exec.Cmd, received <-chan os.Signal) int {
	for early := true; early; { // it has these from nobody else
		select {
		case sig := <-received:
			_ = command.Process.Signal(sig)
		default:
			early = false
		}
	}
	ended := aside.Go(command.Wait)
	var last insistence
	for {
		select {
		case sig := <-received:
			if insists := last.again(sig); insists || !reaches(sig, command.Process.Pid) {
				_ = command.Process.Signal(sig)
			}
		case result := <-ended:
			_ = result.Get()
			return codeOf(command.ProcessState)
		}
	}
}

// insistTime is how soon somebody sends a signal again who sees no effect.
const insistTime = 5 * time.Second

// insistence is the signal that came last.
type insistence struct {
	sig  os.Signal
	when time.Time
}

// again reports whether a signal comes again soon. Who typed it meant the command;
// who sent it to us alone gets it through this way.
func (i *insistence) again(sig os.Signal) bool {
	insists := i.sig == sig && time.Since(i.when) < insistTime
	*i = insistence{sig, time.Now()}
	return insists
}

// maskFor tells a runner of GitHub Actions of a secret, which the command may
// print.
func (c child) maskFor(secret client.Secret) {
	obstacle := c.maskObstacle()
	if obstacle == "" && c.mask(secret) != nil {
		obstacle = "cannot be written"
	}
	if obstacle != "" && !c.profile.Sandbox {
		c.warn("stderr %s, so the runner of GitHub Actions is not told to mask the secret, should the command print it", obstacle)
	}
}
