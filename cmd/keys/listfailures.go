package keys

import (
	"context"
	"errors"
	"io"

	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/internal/errs"
	"keyctl/internal/merge"
	"keyctl/output"
)

// listFailures reports which of several profiles could not be listed.
type listFailures struct {
	run      *cli.Run
	accounts []config.Account
	kinds    []errs.Kind
	half     bool // rows of a list that isn't whole were given

	out  *lineWatch
	held []merge.Failure
}

func newListFailures(run *cli.Run, accounts []config.Account, out *lineWatch) *listFailures {
	return &listFailures{run: run, accounts: accounts, out: out}
}

// add reports a failure, or holds it where it would land in a line of stdout.
// When a signal ends the command, all profiles fail with it, which is reported
// once.
func (f *listFailures) add(ctx context.Context, failure merge.Failure) {
	if ctx.Err() != nil {
		f.half = true
		return
	}
	_, begun := errors.AsType[begunFailure](failure)
	f.half = f.half || failure.Midway || begun
	f.kinds = append(f.kinds, errs.KindOf(failure))
	if f.out.within && f.run.SharesTerminal() {
		f.held = append(f.held, failure)
		return
	}
	f.report(failure)
}

func (f *listFailures) report(failure merge.Failure) {
	name := f.accounts[failure.Source].Profile.Name
	// An error of this write can't be reported any more.
	_ = output.WriteError(f.run.Stderr, f.run.JSON, name, "list", failure.Unwrap())
}

// reportHeld reports what was held.
func (f *listFailures) reportHeld() {
	for _, failure := range f.held {
		f.report(failure)
	}
	f.held = nil
}

// outcome is how the command ended, nil if all profiles were listed.
func (f *listFailures) outcome(ctx context.Context) error {
	switch {
	case f.half && ctx.Err() != nil:
		return errs.Errorf(errs.Failed, "interrupted before all profiles answered")
	case len(f.kinds) == 0:
		return nil
	}
	return cli.AlreadyReported(errs.Errorf(f.kind(), "%d of %d profiles could not be listed", len(f.kinds), len(f.accounts)))
}

// kind is that of the failures together: some of several are a kind of their
// own, and different ones have none in common.
func (f *listFailures) kind() errs.Kind {
	if len(f.kinds) < len(f.accounts) {
		return errs.Partial
	}
	for _, kind := range f.kinds {
		if kind != f.kinds[0] {
			return errs.Failed
		}
	}
	return f.kinds[0]
}

// lineWatch knows whether what was written ends within a line.
type lineWatch struct {
	io.Writer
	within bool
}

// Write writes to stdout.
func (w *lineWatch) Write(text []byte) (int, error) {
	if len(text) > 0 {
		w.within = text[len(text)-1] != '\n'
	}
	return w.Writer.Write(text)
}
