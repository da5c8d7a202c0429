package command

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os/exec"
	"time"

	"keyctl/internal/process"
	"keyctl/internal/safetext"
)

// Timeout is how long a command may take; a person may have to touch a device
// meanwhile.
const Timeout = time.Minute

// Command is a sink that runs a command and gives it the secret on its stdin.
type Command struct {
	Words       []string  // as [Parse] gives them
	Environment []string  // as os.Environ gives it
	Stderr      io.Writer // takes what the command prints, once it has ended
	Timeout     time.Duration
	// Terminal leaves the command in our process group: in another one it could
	// ask for nothing at the terminal.
	Terminal bool
	// Warn reports what a person may want to change.
	Warn func(format string, values ...any)
}

// quoted is the command in messages, without its arguments.
func (c Command) quoted() string { return safetext.Quote(c.Words[0]) }

// Name is how messages name the command. It shows no arguments: they may hold
// tokens.
func (c Command) Name() string {
	name := "exec:" + safetext.Printable(c.Words[0])
	if len(c.Words) > 1 {
		name += " …"
	}
	return name
}

// Ready fails unless the program is there and can be run.
func (c Command) Ready(context.Context) error {
	_, err := c.find()
	return err
}

// find finds the program: where its word says, or in PATH.
func (c Command) find() (string, error) {
	name := safetext.Quote(c.Words[0])
	found, err := process.Find(c.Words[0], c.Environment)
	switch {
	case err == nil:
		return found, nil
	case errors.Is(err, exec.ErrDot):
		return "", failed("the command %s would be taken from a relative folder in PATH", name).
			WithHint("give its path, or take the relative folder out of PATH")
	case process.IsFolder(err):
		return "", failed("the command %s is a folder", name).WithHint("give the path of the program that was meant")
	case process.IsNoProgram(err):
		return "", failed("the command %s is not executable", name).
			WithHint("run chmod +x on it, or give the path of the program that was meant")
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return "", failed("the command %s is not found", name).
			WithHint("install it, or give its path; there are no aliases and no functions of a shell here")
	}
	return "", failed("the command %s cannot be run", name).WithHint("look at what is there")
}
