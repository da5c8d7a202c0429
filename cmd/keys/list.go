package keys

import (
	"context"
	"errors"
	"io"
	"iter"
	"slices"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
	"keyctl/internal/system"
	"keyctl/output"
	"keyctl/output/plain"
)

type listOptions struct {
	filter      []string
	sort        string
	allProfiles bool
	everyone    bool
}

const listHelp = `List the keys of the account.

The list streams: memory does not grow with it, except with --sort, --jq and
-o yaml, which have to hold it. A list that fails midway ends with an error,
and its JSON stays open, so that no parser takes a part for the whole.

Filters are words, all of which have to hold:
  status=active,expired  name=ci-*  id=…  prefix=…  scope=inference
  created=A..B  expires=A..B  used=A..B  revoked=A..B   either side may be missing; times like 2026-01-31,
                         or 30d: 30 days ago, for expires in 30 days
  unused=30d+            not used for at least 30 days

--all-profiles lists the keys of all profiles, and of the account in the
environment. All are asked at once, and the keys of whoever answers first come
first. A profile that fails costs a line on stderr, not the keys of the others.
KEYCTL_PROFILE counts for nothing then. Exit codes:
  0    all profiles were listed
  11   some were not: what is listed of the others is whole, unless a list broke
       off midway; then JSON stays open
  else none was listed: the code that all failures have in common, or else 1`

const listExamples = `  keyctl list
  keyctl list -o json
  keyctl list --filter status=active --filter unused=90d+ --sort created --columns id,name
  keyctl list --all-profiles --filter status=active -o json`

// NewList makes the command `list`.
func NewList(run *cli.Run) *cobra.Command {
	var o listOptions
	command := &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "list the keys",
		Long:    listHelp,
		Example: run.Examples(listExamples),
		Args:    cli.Arguments(0, 0, "list takes flags only; --filter chooses keys"),
		RunE: func(c *cobra.Command, _ []string) error {
			if o.allProfiles {
				return runListAll(c.Context(), run, o)
			}
			return runList(c.Context(), run, o)
		},
	}
	cli.AddEveryoneFlag(command, &o.everyone)
	command.Flags().StringArrayVar(&o.filter, "filter", nil, "only the keys for which all of the words hold; repeatable")
	command.Flags().StringVar(&o.sort, "sort", "", "sort by a column, descending with a - before it; holds the list in memory")
	command.Flags().BoolVar(&o.allProfiles, "all-profiles", false, "the keys of all profiles")
	complete.Flag(command, "filter", filterWords(run))
	complete.Flag(command, "sort", complete.ListOf(orders))
	complete.SetFormats(command, output.Formats())
	return command
}

func runList(ctx context.Context, run *cli.Run, o listOptions) error {
	l, err := newListing(ctx, run, o, run.ListOut(ctx))
	if err != nil {
		return err
	}
	opener := run.Opener()
	opener.Everyone = o.everyone
	acct, err := run.OpenWith(ctx, opener, l.reported)
	if err != nil {
		return err
	}
	defer acct.Close()
	count := 0
	err = l.write(countedRows(rows(acct, acct.List(ctx), l.filter), &count))
	if err == nil {
		noteNone(run, o, count)
	}
	return err
}

// countedRows counts what is listed.
func countedRows(rows iter.Seq2[output.Row, error], count *int) iter.Seq2[output.Row, error] {
	return func(yield func(output.Row, error) bool) {
		for row, err := range rows {
			if err == nil {
				*count++
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// noteNone says why a list on a terminal is empty.
func noteNone(run *cli.Run, o listOptions, count int) {
	switch {
	case count > 0 || !system.IsTerminal(run.Out):
	case len(o.filter) > 0:
		run.Note("no keys that the filter lets through")
	default:
		run.Note("no keys")
	}
}

// listing is how the keys of a list are filtered, sorted and written.
type listing struct {
	filter output.Filter
	order  func(a, b output.Row) int // nil leaves them as they come
	list   *output.List
}

func newListing(ctx context.Context, run *cli.Run, o listOptions, out io.Writer) (listing, error) {
	options := run.Options()
	options.Context, options.Profiles = ctx, o.allProfiles
	filter, err := output.ParseFilter(o.filter, options.Now)
	if err != nil {
		return listing{}, err
	}
	var order func(a, b output.Row) int
	if o.sort != "" {
		if order, err = output.ParseSort(o.sort); err != nil {
			return listing{}, err
		}
	}
	list, err := output.NewList(out, options)
	return listing{filter, order, list}, err
}

// reported refuses the filter where the console doesn't report what it looks at.
func (l listing) reported(dialect client.Dialect) error { return reports(dialect, l.filter.Fields()) }

func (l listing) write(rows iter.Seq2[output.Row, error]) error {
	if l.order != nil {
		rows = sorted(rows, l.order)
	}
	return write(l.list, rows)
}

// reports refuses a filter on what the console doesn't report: it could only
// guess.
func reports(dialect client.Dialect, fields []client.Field) error {
	for _, field := range fields {
		if slices.Contains(dialect.Unknown, field) {
			return errs.Errorf(errs.Unsupported, "%s does not tell %s, so nothing can be filtered by it", dialect.Console, field).
				WithHint("filter by another field; `consoles` shows what each console tells")
		}
	}
	return nil
}

// rows gives the keys of a list that pass a filter.
func rows(acct *account.Account, keys iter.Seq2[client.Key, error], filter output.Filter) iter.Seq2[output.Row, error] {
	return func(yield func(output.Row, error) bool) {
		for key, err := range keys {
			row := acct.Row(key)
			if (err != nil || filter.Match(row)) && !yield(row, err) {
				return
			}
		}
	}
}

// sorted holds the rows to give them in order. After a failure there is no
// order to give.
func sorted(rows iter.Seq2[output.Row, error], order func(a, b output.Row) int) iter.Seq2[output.Row, error] {
	return func(yield func(output.Row, error) bool) {
		var held []output.Row
		for row, err := range rows {
			if err != nil {
				yield(row, err)
				return
			}
			held = append(held, row)
		}
		slices.SortStableFunc(held, order)
		for _, row := range held {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// write writes the rows as they come.
func write(list *output.List, rows iter.Seq2[output.Row, error]) error {
	for row, err := range rows {
		if err != nil {
			return errors.Join(err, plain.Quietly(list.Abort()))
		}
		if err := list.Add(row); err != nil {
			return plain.Quietly(errors.Join(err, list.Abort()))
		}
	}
	return plain.Quietly(list.Close())
}
