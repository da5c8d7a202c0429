package keys

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/internal/errs"
	"keyctl/internal/merge"
	"keyctl/output"
)

// runListAll lists the keys of all accounts at once.
func runListAll(ctx context.Context, run *cli.Run, o listOptions) error {
	if err := forAllProfiles(run); err != nil {
		return err
	}
	out := &lineWatch{Writer: run.ListOut(ctx)}
	listed, err := newListing(ctx, run, o, out)
	if err != nil {
		return err
	}
	accounts, err := run.Opener().Chooser().Remote()
	if err != nil {
		return err
	}
	run.RedactPrefixes()
	l := &allLists{run: run, listing: listed, progress: newProgress(run, accounts), failed: newListFailures(run, accounts, out)}
	var sources []merge.Source[output.Row]
	for _, account := range accounts {
		sources = append(sources, l.source(account))
	}
	count := 0
	err = l.listing.write(l.whole(ctx, countedRows(merge.Sources(ctx, sources, weightOfRow), &count)))
	l.failed.reportHeld()
	if err == nil {
		err = l.failed.outcome(ctx)
	}
	if err == nil {
		noteNone(run, o, count)
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
func forAllProfiles(run *cli.Run) error {
	for _, name := range []string{"profile", "workspace", "everyone"} {
		if run.Flags.Changed(name) {
			return errs.Errorf(errs.Usage, "--%s and --all-profiles do not go together", name).
				WithHint("leave one of them out; --filter chooses among the keys of all profiles")
		}
	}
	return nil
}

// allLists is the lists of all accounts at work.
type allLists struct {
	run      *cli.Run
	listing  listing
	progress *progress
	failed   *listFailures

	// asking is held while a person may be asked for something. Nothing else
	// comes onto the terminal then.
	asking sync.Mutex
}

// source opens the list of one account.
func (l *allLists) source(account config.Account) merge.Source[output.Row] {
	return func(ctx context.Context) (iter.Seq2[output.Row, error], error) {
		acct, err := l.open(ctx, account)
		if err != nil {
			l.progress.answered(account.Profile.Name)
			return nil, err
		}
		return func(yield func(output.Row, error) bool) {
			defer l.progress.answered(account.Profile.Name)
			defer acct.Close()
			rows(acct, markingBegun(acct.List(ctx)), l.listing.filter)(yield)
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

// rest announces that one profile waits for its console's limit of requests: in
// the spinner, or where there is none in a note, unless the wait is short or the
// note would land in a line of stdout.
func (l *allLists) rest(name string, pause time.Duration) {
	if l.progress.show != nil {
		l.progress.rest(name, pause)
		return
	}
	l.asking.Lock()
	defer l.asking.Unlock()
	if pause >= time.Second && (!l.failed.out.within || !l.run.SharesTerminal()) {
		l.run.Note("%s", restOf(name, pause))
	}
}

// open opens one account, for which a person may be asked.
func (l *allLists) open(ctx context.Context, account config.Account) (*account.Account, error) {
	if account.Err != nil {
		return nil, account.Err
	}
	if l.run.Terminal.CanAsk() {
		l.asking.Lock()
		defer l.asking.Unlock()
		l.run.Terminal.Spinner.Hush(true)
		defer l.run.Terminal.Spinner.Hush(false)
	}
	opener := l.run.Opener()
	opener.Resting = func(pause time.Duration) { l.rest(account.Profile.Name, pause) }
	return opener.Open(ctx, account.Profile, l.listing.reported)
}

// whole gives the rows, and at their end one failure if they are not all of
// those that were begun. The failures among them are reported and left out.
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
	if failure, failed := errors.AsType[merge.Failure](err); failed {
		l.failed.add(ctx, failure)
		return true
	}
	return yield(row, err)
}
