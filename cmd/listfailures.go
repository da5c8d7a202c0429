package cmd

import (
	"context"
	"errors"
	"io"

	"keyctl/client"
	"keyctl/config"
	"keyctl/output"
)

// listFailures tells which of several profiles could not be listed.
type listFailures struct {
	app      *app
	accounts []config.Account
	kinds    []client.Kind
	half     bool // rows of a list that isn't whole were given

	out  *lineWatch
	held []sourceFailure
}

func (a *app) newListFailures(accounts []config.Account, out *lineWatch) *listFailures {
	return &listFailures{app: a, accounts: accounts, out: out}
}

// add tells a failure, or keeps it where it would come into a line of stdout.
// When a signal ends the command, all profiles fail with it, which is told once.
func (f *listFailures) add(ctx context.Context, failure sourceFailure) {
	if ctx.Err() != nil {
		f.half = true
		return
	}
	_, begun := errors.AsType[begunFailure](failure)
	f.half = f.half || failure.midway || begun
	f.kinds = append(f.kinds, client.KindOf(failure))
	if f.out.within && f.app.sharesTerminal() {
		f.held = append(f.held, failure)
		return
	}
	f.tell(failure)
}

func (f *listFailures) tell(failure sourceFailure) {
	name := f.accounts[failure.source].Profile.Name
	// Where stderr can't be written there is nobody left to tell.
	_ = output.WriteError(f.app.stderr, f.app.asJSON(), name, "list", failure.error)
}

// tellHeld tells what was kept.
func (f *listFailures) tellHeld() {
	for _, failure := range f.held {
		f.tell(failure)
	}
	f.held = nil
}

// outcome is what has become of the command, nil if all profiles were listed.
func (f *listFailures) outcome(ctx context.Context) error {
	switch {
	case f.half && ctx.Err() != nil:
		return client.Errorf(client.Failed, "interrupted before all profiles answered")
	case len(f.kinds) == 0:
		return nil
	}
	return toldFailure{client.Errorf(f.kind(), "%d of %d profiles could not be listed", len(f.kinds), len(f.accounts))}
}

// kind is that of the failures together: some of several are a kind of their
// own, and different ones have none in common.
func (f *listFailures) kind() client.Kind {
	if len(f.kinds) < len(f.accounts) {
		return client.Partial
	}
	for _, kind := range f.kinds {
		if kind != f.kinds[0] {
			return client.Failed
		}
	}
	return f.kinds[0]
}

// toldFailure is one that stderr has told already.
type toldFailure struct{ error }

// Unwrap gives the failure.
func (f toldFailure) Unwrap() error { return f.error }

// leftToTell leaves out of joined errors what stderr has told already.
func leftToTell(err error) error {
	if _, told := err.(toldFailure); told { //nolint:errorlint // not what it wraps: that is looked into
		return nil
	}
	joined, several := err.(interface{ Unwrap() []error }) //nolint:errorlint // as above
	if !several {
		return err
	}
	var left []error
	for _, one := range joined.Unwrap() {
		left = append(left, leftToTell(one))
	}
	return errors.Join(left...)
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
