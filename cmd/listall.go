package cmd

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"keyctl/client"
	"keyctl/config"
	"keyctl/output"
)

// runListAll lists the keys of all accounts at once.
func (a *app) runListAll(ctx context.Context, o listOptions) error {
	if err := a.forAllProfiles(); err != nil {
		return err
	}
	out := &lineWatch{Writer: a.listOut(ctx)}
	listed, err := a.newListing(ctx, o, out)
	if err != nil {
		return err
	}
	accounts, err := a.chooser().Remote()
	if err != nil {
		return err
	}
	a.registerPrefixes()
	l := &allLists{app: a, listing: listed, progress: a.newProgress(accounts), failed: a.newListFailures(accounts, out)}
	var sources []source[output.Row]
	for _, account := range accounts {
		sources = append(sources, l.source(account))
	}
	count := 0
	err = l.listing.write(l.whole(ctx, countedRows(merge(ctx, sources, weightOfRow), &count)))
	l.failed.tellHeld()
	if err == nil {
		err = l.failed.outcome(ctx)
	}
	if err == nil {
		a.noteNone(o, count)
	}
	return err
}

// weightOfRow is 1 for all but hostile rows, of which few may wait.
func weightOfRow(row output.Row) int {
	size := len(row.Key.ID) + len(row.Key.Name) + len(row.Key.Prefix)
	for _, scope := range row.Key.Scopes {
		size += len(scope)
	}
	return 1 + size/4096
}

// forAllProfiles refuses the flags that are about one account.
func (a *app) forAllProfiles() error {
	for _, name := range []string{"profile", "workspace", "everyone"} {
		if a.flags.Changed(name) {
			return client.Errorf(client.Usage, "--%s and --all-profiles do not go together", name).
				WithHint("leave one of them out; --filter chooses among the keys of all profiles")
		}
	}
	return nil
}

// allLists is the lists of all accounts at work.
type allLists struct {
	app      *app
	listing  listing
	progress *progress
	failed   *listFailures

	// asking is held while a person may be asked for something. Nothing else
	// comes onto the terminal then.
	asking sync.Mutex
}

// source opens the list of one account.
func (l *allLists) source(account config.Account) source[output.Row] {
	return func(ctx context.Context) (iter.Seq2[output.Row, error], error) {
		at := l.app.as(account.Profile)
		at.together = func(pause time.Duration) { l.rest(account.Profile.Name, pause) }
		s, err := l.enter(ctx, at, account)
		if err != nil {
			l.progress.answered(account.Profile.Name)
			return nil, err
		}
		return func(yield func(output.Row, error) bool) {
			defer l.progress.answered(account.Profile.Name)
			defer s.close()
			at.rows(markingBegun(s.List(ctx)), l.listing.filter)(yield)
		}, nil
	}
}

// begunFailure ends a list of which the console gave keys, whether or not the
// filter let one through.
type begunFailure struct{ error }

// Unwrap gives the failure.
func (f begunFailure) Unwrap() error { return f.error }

// markingBegun marks the failure of a list that had begun.
func markingBegun(keys iter.Seq2[client.Key, error]) iter.Seq2[client.Key, error] {
	return func(yield func(client.Key, error) bool) {
		begun := false
		for key, err := range keys {
			if err != nil && begun {
				err = begunFailure{err}
			}
			begun = true
			if !yield(key, err) {
				return
			}
		}
	}
}

// rest tells that one profile waits because of its console's limit: in the
// spinner, or where there is none in a note, unless that would only be noise or
// come into a line of stdout.
func (l *allLists) rest(name string, pause time.Duration) {
	if l.progress.show != nil {
		l.progress.rest(name, pause)
		return
	}
	l.asking.Lock()
	defer l.asking.Unlock()
	if pause >= time.Second && (!l.failed.out.within || !l.app.sharesTerminal()) {
		l.app.note("%s", restOf(name, pause))
	}
}

// enter makes the client of one account, for which a person may be asked.
func (l *allLists) enter(ctx context.Context, at *app, account config.Account) (*session, error) {
	if account.Err != nil {
		return nil, account.Err
	}
	if at.canAsk() {
		l.asking.Lock()
		defer l.asking.Unlock()
		at.spinner.hush(true)
		defer at.spinner.hush(false)
	}
	return at.enter(ctx, l.listing.told)
}

// whole gives the rows, and at their end one failure if they are not all of
// those that were begun. The failures among them are told and left out.
func (l *allLists) whole(ctx context.Context, rows iter.Seq2[output.Row, error]) iter.Seq2[output.Row, error] {
	return func(yield func(output.Row, error) bool) {
		for row, err := range rows {
			if !l.take(ctx, row, err, yield) {
				return
			}
		}
		if l.failed.half {
			yield(output.Row{}, l.failed.outcome(ctx))
		}
	}
}

func (l *allLists) take(ctx context.Context, row output.Row, err error, yield func(output.Row, error) bool) bool {
	l.asking.Lock()
	defer l.asking.Unlock()
	if failure, failed := errors.AsType[sourceFailure](err); failed {
		l.failed.add(ctx, failure)
		return true
	}
	return yield(row, err)
}
