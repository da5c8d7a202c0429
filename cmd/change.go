package cmd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/output"
)

// change is one verb on some keys, as the command line wants it.
type change struct {
	verb   client.Verb
	done   string // the verb's past, for what is told afterwards
	to     string // what was asked for, behind the key; "" for nothing
	words  []string
	draft  client.Draft
	note   string // told once the change is known to be possible
	byID   bool
	dryRun bool
	// check is asked once the verb is known to be possible; nil for nothing.
	check func() error
	// prepare completes the change for the console; nil for nothing. It checks
	// what check does.
	prepare func(context.Context, client.Dialect, *change) error
	// find gives the keys; nil finds those that the words mean.
	find func(context.Context, *session) ([]client.Key, error)
	// ready is asked about the keys before anything is sent, and gives those
	// that are left to change.
	ready func(context.Context, *session, []client.Key) ([]client.Key, error)
	// after looks once more at what was changed; nil doesn't.
	after func(context.Context, *session, []client.Result)
}

// addChangeFlags adds what every change of keys takes.
func addChangeFlags(command *cobra.Command, c *change) {
	addIDFlag(command, &c.byID)
	command.Flags().BoolVar(&c.dryRun, "dry-run", false, "find the keys and check everything, change nothing")
}

// run checks, finds the keys, changes them, and shows them as the console
// lists them afterwards. One KEY that can't be found stops all of it.
func (a *app) run(ctx context.Context, c change) error {
	options := a.options()
	if err := options.Check(output.ForList); err != nil {
		return err
	}
	s, err := a.open(ctx, func(d client.Dialect) error {
		if c.prepare != nil {
			return c.prepare(ctx, d, &c)
		}
		return c.checkFor(d)
	})
	if err != nil {
		return err
	}
	defer s.close()
	if c.note != "" {
		a.note("%s", c.note)
	}
	keys, err := c.keys(ctx, a, s)
	if err != nil {
		return err
	}
	left := keys
	if c.ready != nil {
		if left, err = c.ready(ctx, s, keys); err != nil {
			return err
		}
	}
	if c.dryRun {
		for _, key := range left {
			a.note("would %s %s", c.verb, describe(key))
		}
		a.note("nothing was changed")
		return quietly(a.writeKeys(options, left))
	}
	var results []client.Result
	if len(left) > 0 {
		if results, err = s.Change(ctx, c.verb, left, c.draft); err != nil {
			return err
		}
		if c.after != nil {
			c.after(ctx, s, results)
		}
	}
	return a.tell(c, s.Dialect(), options, keys, results)
}

// keys finds the keys that are meant.
func (c change) keys(ctx context.Context, a *app, s *session) ([]client.Key, error) {
	if c.find != nil {
		return c.find(ctx, s)
	}
	return a.resolve(ctx, s, c.words, c.byID)
}

// checkFor refuses what the console can't do, and what can't be meant here.
func (c change) checkFor(dialect client.Dialect) error {
	err := dialect.CheckChange(c.verb, c.draft)
	if err == nil && c.check != nil {
		err = c.check()
	}
	return err
}

// tell shows what became of the keys: those that are as they should be on
// stdout, the others in the error.
func (a *app) tell(c change, dialect client.Dialect, options output.Options, keys []client.Key, results []client.Result) error {
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
			a.note("%s %s%s%s", c.done, describe(key), c.to, a.wayBack(dialect, c.verb, key))
		}
		asWished = append(asWished, key)
	}
	failed := failures(c.verb, results)
	if failed != nil && len(asWished) == 0 {
		return failed
	}
	return errors.Join(failed, quietly(a.writeKeys(options, asWished)))
}

func (a *app) writeKeys(options output.Options, keys []client.Key) error {
	list, err := output.NewList(a.hiding(), options)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := list.Add(a.row(key)); err != nil {
			return err
		}
	}
	return list.Close()
}

// failures joins what failed into one error: unknown outcomes outrank
// everything, and some of several are a kind of their own.
func failures(verb client.Verb, results []client.Result) error {
	var failed []client.Result
	kinds := map[client.Kind]bool{}
	for _, result := range results {
		if result.Err != nil {
			failed = append(failed, result)
			kinds[client.KindOf(result.Err)] = true
		}
	}
	switch {
	case len(failed) == 0:
		return nil
	case len(results) == 1:
		if alone, ok := errors.AsType[*client.Error](failed[0].Err); ok && alone.Kind == client.UnknownOutcome && alone.KeyID == "" {
			alone.KeyID = failed[0].Key.ID
		}
		return failed[0].Err
	}
	kind := client.KindOf(failed[0].Err)
	switch {
	case kinds[client.UnknownOutcome]:
		kind = client.UnknownOutcome
	case len(failed) < len(results):
		kind = client.Partial
	case len(kinds) > 1:
		kind = client.Failed
	}
	what := make([]string, len(failed))
	for i, result := range failed {
		what[i] = describe(result.Key) + ": " + result.Err.Error()
	}
	return client.Errorf(kind, "cannot %s %d of %d keys: %s", verb, len(failed), len(results), strings.Join(what, "; ")).
		WithHint("`list` shows the state of the keys")
}

// describe names a key for a person: its name and its id.
func describe(key client.Key) string {
	return fmt.Sprintf("%s (%s)", client.Quote(key.Name), client.Printable(key.ID))
}
