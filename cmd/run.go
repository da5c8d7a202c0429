// Package cmd is the command line: it finds the command, runs it, reports how it
// ended, and gives the exit code. The commands are in the packages below.
package cmd

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/system"
)

// program is one run of the command line.
type program struct {
	*cli.Run
	executing *cobra.Command // the command that has begun, nil before
}

func newProgram(system system.System) *program {
	return &program{Run: cli.New(system, programName(system.Args), version())}
}

// Execute carries out one command line and gives the exit code. The codes are the
// numbers of [errs.Kind], and 128 plus the signal's number; exec has its own.
func Execute(system system.System) int {
	p := newProgram(system)
	return p.execute(p.root)
}

// execute carries out the command line with the commands that there are.
func (p *program) execute(commands func() *cobra.Command) (code int) {
	defer p.guard(&code)
	root := commands()
	root.SetArgs(p.Args[1:])
	executed, err := root.ExecuteContextC(context.Background())
	code = exitCode(executed, err)
	if err != nil {
		p.RedactPrefixes()
		p.report(executed, withExit(executed, cli.Unreported(err), code))
	}
	p.mentionPending(executed)
	return code
}

// exitCode is the exit code of a command that returned an error or nil.
func exitCode(executed *cobra.Command, err error) int {
	ended, isEnded := signalKind(executed.Context())
	switch {
	case isEnded:
		return int(ended)
	case err == nil:
		return 0
	}
	return cli.FailureCode(executed, err)
}

// signalKind is the kind of failure that a signal is, if one came.
func signalKind(ctx context.Context) (errs.Kind, bool) {
	interrupted, _ := errors.AsType[system.Signal](context.Cause(ctx))
	number, ok := interrupted.Signal.(syscall.Signal)
	return errs.Interrupted + errs.Kind(number), ok
}

// programName is the name the user called: packages install the program
// under another name where keyutils owns this one.
func programName(args []string) string {
	name := "keyctl"
	if len(args) > 0 && args[0] != "" {
		name = strings.TrimSuffix(filepath.Base(args[0]), ".exe")
	}
	return safetext.Printable(name)
}
