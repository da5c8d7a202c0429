package keys

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/output"
	"keyctl/output/plain"
)

type usageOptions struct {
	since    string
	until    string
	hasUntil bool
	byID     bool
}

const usageHelp = `Show how much a key was used on each day, model by model, with the totals that the
console tells. The time begins with --since and ends before --until: 30d ago, a
day like 2026-11-01 (00:00 UTC), or RFC 3339.

The units are the console's: tokens, characters, or seconds of sound. What it
doesn't tell is -, and null in JSON. CSV and TSV hold the days without totals.

`

// NewUsage makes the command `usage`.
func NewUsage(run *cli.Run) *cobra.Command {
	var o usageOptions
	command := &cobra.Command{
		Use:               "usage KEY",
		Short:             "show how much a key was used",
		Long:              usageHelp + cli.KeyHelp,
		Example:           run.Examples("  keyctl usage ci-pipeline\n  keyctl usage ci-pipeline --since 2026-11-01 --until 2026-12-01 -o json"),
		SuggestFor:        []string{"stats", "statistics", "metrics", "tokens"},
		Args:              cli.Arguments(1, 1, "usage takes a KEY"),
		ValidArgsFunction: cli.KeyWords(run, client.VerbUsage, 1, nil),
		RunE: func(c *cobra.Command, words []string) error {
			o.hasUntil = c.Flags().Changed("until")
			return runUsage(c.Context(), run, words, o)
		},
	}
	cli.AddIDFlag(command, &o.byID)
	command.Flags().StringVar(&o.since, "since", "30d", "when it begins: 30d ago, 2026-11-01, RFC 3339")
	command.Flags().StringVar(&o.until, "until", "", "before when it ends, now if it isn't said")
	complete.Flag(command, "since", complete.Words(cli.Sinces))
	complete.Flag(command, "until", complete.Words(cli.Sinces))
	complete.SetFormats(command, output.UsageFormats())
	return command
}

func runUsage(ctx context.Context, run *cli.Run, words []string, o usageOptions) error {
	options := run.Options()
	var err error
	if options.Format, err = run.OutputAmong("usage", output.UsageFormats(), "columns", "jq"); err != nil {
		return err
	}
	since, until, err := o.period(time.Now())
	if err != nil {
		return err
	}
	acct, err := run.Open(ctx, func(d client.Dialect) error { _, err := d.Action(client.VerbUsage); return err })
	if err != nil {
		return err
	}
	defer acct.Close()
	keys, err := acct.Resolve(ctx, words, o.byID)
	if err != nil {
		return err
	}
	report, err := acct.Usage(ctx, keys[0], since, until)
	if err != nil {
		return err
	}
	noteUsage(run, report, since, until)
	usage := output.Usage{
		Profile: acct.Profile.Name, Console: acct.Profile.Console, Key: keys[0], Since: since, Until: until, Report: report,
	}
	return plain.Quietly(output.WriteUsage(run.Out, options, usage))
}

// noteUsage echoes the times that spans and days were worked out to be, and
// says what an empty table means.
func noteUsage(run *cli.Run, report client.UsageReport, since, until time.Time) {
	what := "used"
	if len(report.Rows) == 0 {
		what = "the console tells no use"
	}
	run.Note("%s from %s to %s", what, since.Format(time.RFC3339), until.Format(time.RFC3339))
}

const usageTimeHint = "use 30d (30 days ago), 2026-11-01 (00:00 UTC) or 2026-11-01T08:00:00Z"

// period works out the time that is asked about.
func (o usageOptions) period(now time.Time) (since, until time.Time, err error) {
	now = now.UTC().Truncate(time.Second)
	if since, err = past("since", o.since, now); err != nil {
		return since, until, err
	}
	until = now
	if o.hasUntil {
		if until, err = past("until", o.until, now); err != nil {
			return since, until, err
		}
	}
	switch {
	case !since.Before(now):
		err = errs.Errorf(errs.Usage, "--since %s is not in the past", safetext.Quote(o.since)).WithHint(usageTimeHint)
	case !since.Before(until):
		err = errs.Errorf(errs.Usage, "--since %s is not before --until %s", safetext.Quote(o.since), safetext.Quote(o.until)).WithHint(usageTimeHint)
	}
	return since, until, err
}

// past reads a time, in which a span is counted back from now.
func past(flag, text string, now time.Time) (time.Time, error) {
	if span, isSpan := client.ParseSpan(text); isSpan {
		return now.Add(-span), nil
	}
	at, ok := client.ParseDate(text)
	if !ok {
		return at, errs.Errorf(errs.Usage, "--%s %s is not a time", flag, safetext.Quote(text)).WithHint(usageTimeHint)
	}
	return at, nil
}
