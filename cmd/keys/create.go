package keys

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/cmd/stdout"
	"keyctl/custody"
	"keyctl/internal/complete"
	"keyctl/internal/safetext"
	"keyctl/output"
)

type createOptions struct {
	cli.DraftOptions
	dryRun bool

	to         []string
	force      bool
	showSecret bool
}

const createHelp = `Create a key and bring its secret to where it shall go: to stdout, or with --to
to a file, a line of an .env file, the keyring, or a command's stdin.

The request is sent a single time and never again. The console's answer is kept,
sealed, until the secret has arrived: whatever breaks, the command
` + "`recover`" + ` delivers it or gives the key up. Where the outcome is unknown, the
command says so (exit 9) and names what is new under that name.

On stdout the formats are those that hold the secret: table, json, yaml, and
secret, which is the secret and a newline, nothing else. Where --to leads
elsewhere, no output holds it.`

const createExamples = `  keyctl -p sandbox create --name ci-pipeline --scope inference --expires 90d
  keyctl create --name deploy --to env:.env#API_KEY
  keyctl create --name deploy --scope all --to 'exec:gh secret set DEPLOY_KEY'
  keyctl create --name kubectl --scope kubernetes:NAMESPACE_ID -o json`

// NewCreate makes the command `create`.
func NewCreate(run *cli.Run) *cobra.Command {
	var o createOptions
	command := &cobra.Command{
		Use:        "create --name NAME",
		Short:      "create a key and bring its secret where it belongs",
		Long:       createHelp,
		Example:    run.Examples(createExamples),
		SuggestFor: []string{"add", "new", "make", "generate", "issue"},
		Args:       cli.Arguments(0, 0, "create takes flags only: --name NAME"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := cli.Required(c, "name", "scope", "expires", "quota", "to"); err != nil {
				return err
			}
			return runCreate(c.Context(), run, o)
		},
	}
	flags := command.Flags()
	o.AddFlags(run, command, "what the key is called")
	cli.AddDeliveryFlags(flags, &o.to, &o.force)
	flags.BoolVar(&o.showSecret, "show-secret", false, "print the secret also in CI, where stdout may be a log")
	flags.BoolVar(&o.dryRun, "dry-run", false, "check everything, send nothing")
	complete.Flag(command, "to", cli.SinkPlaces)
	complete.SetFormats(command, output.CreatedFormats())
	return command
}

func runCreate(ctx context.Context, run *cli.Run, o createOptions) error {
	options := run.Options()
	delivery, err := cli.DeliveryTo(run, options, o.to, o.force)
	if err != nil {
		return err
	}
	if err := cli.CheckFormat(run, options, delivery); err != nil {
		return err
	}
	draft, err := o.Draft()
	if err != nil {
		return err
	}
	if delivery.Shown {
		if err := stdout.CanHold(run.System); err != nil {
			return custody.NotBegun(err)
		}
	}
	opener := run.Opener()
	profile, err := run.Choose(opener)
	if err != nil {
		return err
	}
	acct, err := opener.Open(ctx, profile, func(d client.Dialect) error {
		if delivery.Shown {
			if err := stdout.RefuseInLog(run.System, profile.Sandbox, o.showSecret); err != nil {
				return custody.NotBegun(err)
			}
		}
		return d.CheckDraft(draft)
	})
	if err != nil {
		return err
	}
	defer acct.Close()
	if !draft.Expiry.At.IsZero() {
		run.Note(expiryNote, draft.Expiry.At.Format(time.RFC3339))
	}
	delivery = delivery.For(profile)
	if o.dryRun {
		if err := custody.Ready(ctx, delivery.Sinks); err != nil {
			return err
		}
		run.Note("would create %s on %s, for %s; nothing was sent", safetext.Quote(draft.Name), acct.Place(), delivery.Names())
		return nil
	}
	keeping, err := opener.Custody(acct)
	if err != nil {
		return err
	}
	waiting := cli.WaitsForAnswer(ctx, run, fmt.Sprintf("at most %s for the answer and %s for its way", run.Settings.Timeout, custody.GraceTime))
	created, err := keeping.Create(ctx, custody.Order{Draft: draft, Sinks: delivery.Sinks})
	waiting()
	if created.Secret.IsZero() {
		return err
	}
	err = errors.Join(err, cli.Differs(draft, profile.Options.Workspace, created.Key))
	if delivery.Shown {
		return err
	}
	return errors.Join(err, cli.ShowDelivered(run, options, acct.Row(created.Key), delivery))
}

// expiryNote echoes the instant that a span or a day means.
const expiryNote = "the key will expire at %s"
