// Package keys holds the commands that read and change keys.
package keys

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
	"keyctl/output"
	"keyctl/output/plain"
)

// change is one verb on some keys, as the command line wants it.
type change struct {
	verb   client.Verb
	done   string // the verb's past tense, for the note afterwards
	to     string // what was asked for, after the key; "" for nothing
	words  []string
	draft  client.Draft
	note   string // shown once the change is known to be possible
	byID   bool
	dryRun bool
	// check is asked once the verb is known to be possible; nil for nothing.
	check func() error
	// prepare completes the change for the console; nil for nothing. It checks
	// what check does.
	prepare func(context.Context, client.Dialect, *change) error
	// find gives the keys; nil finds those that the words mean.
	find func(context.Context, *account.Account) ([]client.Key, error)
	// ready is asked about the keys before anything is sent, and gives those
	// that are left to change.
	ready func(context.Context, *account.Account, []client.Key) ([]client.Key, error)
	// after looks once more at what was changed; nil doesn't.
	after func(context.Context, *account.Account, []client.Result)
}

// addChangeFlags adds what every change of keys takes.
func addChangeFlags(command *cobra.Command, c *change) {
	complete.SetFormats(command, output.Formats())
	cli.AddIDFlag(command, &c.byID)
	command.Flags().BoolVar(&c.dryRun, "dry-run", false, "find the keys and check everything, change nothing")
}

// runChange checks, finds the keys, changes them, and shows them as the console
// lists them afterwards. One KEY that can't be found stops all of it.
func runChange(ctx context.Context, run *cli.Run, c change) error {
	options := run.Options()
	if err := options.Check(output.ForList); err != nil {
		return err
	}
	acct, err := run.Open(ctx, func(d client.Dialect) error {
		if c.prepare != nil {
			return c.prepare(ctx, d, &c)
		}
		return c.checkFor(d)
	})
	if err != nil {
		return err
	}
	defer acct.Close()
	if c.note != "" {
		run.Note("%s", c.note)
	}
	keys, err := c.keys(ctx, acct)
	if err != nil {
		return err
	}
	left := keys
	if c.ready != nil {
		if left, err = c.ready(ctx, acct, keys); err != nil {
			return err
		}
	}
	if c.dryRun {
		for _, key := range left {
			run.Note("would %s %s", c.verb, key.Describe())
		}
		run.Note("nothing was changed")
		return plain.Quietly(cli.WriteKeys(run, options, acct, left))
	}
	var results []client.Result
	if len(left) > 0 {
		if results, err = acct.Change(ctx, c.verb, left, c.draft); err != nil {
			return err
		}
		if c.after != nil {
			c.after(ctx, acct, results)
		}
	}
	return showChanged(run, c, options, acct, keys, results)
}

// keys finds the keys that are meant.
func (c change) keys(ctx context.Context, acct *account.Account) ([]client.Key, error) {
	if c.find != nil {
		return c.find(ctx, acct)
	}
	return acct.Resolve(ctx, c.words, c.byID)
}

// checkFor refuses what the console can't do, and what can't be meant here.
func (c change) checkFor(dialect client.Dialect) error {
	err := dialect.CheckChange(c.verb, c.draft)
	if err == nil && c.check != nil {
		err = c.check()
	}
	return err
}

// showChanged shows the keys after the change: those that are as they should be
// on stdout, the others in the error.
func showChanged(run *cli.Run, c change, options output.Options, acct *account.Account, keys []client.Key, results []client.Result) error {
	after := map[string]client.Result{}
	for _, result := range results {
		after[result.Key.ID] = result
	}
	var asWished []client.Key
	for _, key := range keys {
		result, changed := after[key.ID]
		switch {
		case changed && result.Err != nil:
			continue
		case changed:
			key = result.Key
			run.Note("%s %s%s%s", c.done, key.Describe(), c.to, wayBack(run, acct.Dialect(), c.verb, key))
		}
		asWished = append(asWished, key)
	}
	failed := failures(c.verb, results)
	if failed != nil && len(asWished) == 0 {
		return failed
	}
	return errors.Join(failed, plain.Quietly(cli.WriteKeys(run, options, acct, asWished)))
}

// aboutKeyOf is why a change failed, with the key to look at where the outcome is
// unknown.
func aboutKeyOf(result client.Result) error {
	if failure, ok := errors.AsType[*errs.Error](result.Err); ok && failure.Kind == errs.UnknownOutcome && failure.KeyID == "" {
		return failure.About(result.Key.ID)
	}
	return result.Err
}

// failures joins what failed into one error: unknown outcomes outrank
// everything, and some of several are a kind of their own.
func failures(verb client.Verb, results []client.Result) error {
	var failed []client.Result
	kinds := map[errs.Kind]bool{}
	for _, result := range results {
		if result.Err != nil {
			failed = append(failed, result)
			kinds[errs.KindOf(result.Err)] = true
		}
	}
	switch {
	case len(failed) == 0:
		return nil
	case len(results) == 1:
		return aboutKeyOf(failed[0])
	}
	kind := errs.KindOf(failed[0].Err)
	switch {
	case kinds[errs.UnknownOutcome]:
		kind = errs.UnknownOutcome
	case len(failed) < len(results):
		kind = errs.Partial
	case len(kinds) > 1:
		kind = errs.Failed
	}
	what := make([]string, len(failed))
	for i, result := range failed {
		what[i] = result.Key.Describe() + ": " + result.Err.Error()
	}
	return errs.Errorf(kind, "cannot %s %d of %d keys: %s", verb, len(failed), len(results), strings.Join(what, "; ")).
		WithHint("`list` shows the state of the keys")
}
