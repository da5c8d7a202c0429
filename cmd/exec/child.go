package exec

import (
	"context"
	"os"
	"os/exec"
	"strings"

	"keyctl/cmd/cli"
	"keyctl/cmd/stdout"
	"keyctl/internal/errs"
	"keyctl/internal/killpoint"
	"keyctl/internal/process"
	"keyctl/internal/secrets"
)

// child is the command that exec runs.
type child struct {
	run      *cli.Run
	program  string
	words    []string
	variable string // that gets the secret
	sandbox  bool   // the secret is a sandbox's
}

// ended is how a command ended.
type ended struct {
	code    int
	signals <-chan os.Signal // those that come from now on; nil where they are left to the system
}

// execute runs the command with a secret to its end. An error means that it did
// not begin.
func (c child) execute(ctx context.Context, secret secrets.Secret) (ended, error) {
	if strings.ContainsRune(secret.Reveal(), 0) {
		return ended{}, errs.Errorf(errs.Failed, "the secret holds a NUL, which no variable can").WithHint("the command was not run")
	}
	c.maskFor(secret)
	received, inTime := c.run.TakeSignals()
	if !inTime || ctx.Err() != nil {
		return ended{signals: received}, interruptedBefore()
	}
	command := &exec.Cmd{
		Path: c.program, Args: c.words,
		Env:   append(process.Environment(os.Environ(), c.variable), c.variable+"="+secret.Reveal()),
		Stdin: c.run.In, Stdout: c.run.Out, Stderr: c.run.Err,
	}
	killpoint.At("exec: before the command begins")
	if err := c.start(command.Start); err != nil {
		return ended{signals: received}, notStarted(c.words[0], err)
	}
	code := process.Await(command, received)
	killpoint.At("exec: after the command has ended")
	return ended{code, received}, nil
}

// start gives a child the limits that it would have without us.
func (c child) start(start func() error) error {
	if c.run.Start == nil {
		return start()
	}
	return c.run.Start(start)
}

// maskFor has the runner of GitHub Actions mask a secret, which the command may
// print.
func (c child) maskFor(secret secrets.Secret) {
	mask := stdout.Mask{System: c.run.System, Sandbox: c.sandbox}
	obstacle := mask.Obstacle()
	if obstacle == "" && mask.Mask(secret) != nil {
		obstacle = "cannot be written"
	}
	if obstacle != "" && !c.sandbox {
		c.run.Warn("stderr %s, so the runner of GitHub Actions is not told to mask the secret, should the command print it", obstacle)
	}
}
