package sink

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os/exec"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/internal/process"
)

func execKind() Kind {
	return Kind{
		Name:  "exec",
		Place: "COMMAND ARG...",
		What:  "a command that reads the secret from its stdin, like gh, vault, pass, op or kubectl",
		Needs: "a program that can be run, that reads all of its stdin, and exits 0 within a minute",
		Can:   "tells by its exit status",
		Open: func(place string, tools Tools) (custody.Sink, error) {
			words, err := commandWords(place)
			if err != nil {
				return nil, err
			}
			return command{words: words, environment: tools.Environment, stderr: tools.stderr(), terminal: tools.Terminal, timeout: commandTimeout, warn: tools.warn}, nil
		},
		claim: func(place string) claim {
			words, _ := commandWords(place)
			return claim{what: "exec", where: strings.Join(words, "\x00")}
		},
	}
}

// commandTimeout is how long a command may take; a person may have to touch a
// device meanwhile.
const commandTimeout = time.Minute

// commandWords reads the words of a command.
func commandWords(place string) ([]string, error) {
	words, err := splitWords(place)
	switch {
	case err != nil:
		return nil, err
	case strings.ContainsRune(place, 0):
		return nil, usage("the command of exec holds a NUL").WithHint("no command can be given one")
	case len(words) == 0 || words[0] == "":
		return nil, usage("exec has no command").WithHint(`write it like "exec:pass insert -m deploy"`)
	case setsVariable(words[0]):
		return nil, usage("exec begins with a variable, and no shell runs that would set it").WithHint("write exec:env NAME=VALUE COMMAND")
	}
	return words, nil
}

// setsVariable reports whether a shell would set a variable for the command.
func setsVariable(word string) bool {
	name, _, found := strings.Cut(word, "=")
	return found && process.IsVariable(name)
}

type command struct {
	words       []string
	environment []string
	stderr      io.Writer
	terminal    bool // it shares our group, or else it could ask for nothing there
	timeout     time.Duration
	warn        func(format string, values ...any)
}

// Name shows no arguments: they may hold tokens.
func (c command) Name() string {
	name := "exec:" + client.Printable(c.words[0])
	if len(c.words) > 1 {
		name += " …"
	}
	return name
}

func (c command) Ready(context.Context) error {
	_, err := c.find()
	return err
}

// find finds the program: where its word says, or in PATH.
func (c command) find() (string, error) {
	name := client.Quote(c.words[0])
	found, err := process.Find(c.words[0], c.environment)
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

func (c command) Put(ctx context.Context, created client.Created) error {
	program, err := c.find()
	if err != nil {
		return err
	}
	return c.run(ctx, program, created.Secret.Reveal())
}
