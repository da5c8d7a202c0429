package cmd

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/custody"
	"keyctl/output"
)

type createOptions struct {
	draftOptions
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

func (a *app) create() *cobra.Command {
	var o createOptions
	command := &cobra.Command{
		Use:        "create --name NAME",
		Short:      "create a key and bring its secret where it belongs",
		Long:       createHelp,
		Example:    a.examples(createExamples),
		SuggestFor: []string{"add", "new", "make", "generate", "issue"},
		Args:       arguments(0, 0, "create takes flags only: --name NAME"),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := given(c, "name", "scope", "expires", "quota", "to"); err != nil {
				return err
			}
			return a.runCreate(c.Context(), o)
		},
	}
	flags := command.Flags()
	o.addFlags(a, command, "what the key is called")
	addSinkFlags(flags, &o.to, &o.force)
	flags.BoolVar(&o.showSecret, "show-secret", false, "print the secret also in CI, where stdout may be a log")
	flags.BoolVar(&o.dryRun, "dry-run", false, "check everything, send nothing")
	completeFlag(command, "to", sinkPlaces)
	return command
}

func (a *app) runCreate(ctx context.Context, o createOptions) error {
	options := a.options()
	sinks, shown, err := a.sinksFor(options, o.to, o.force)
	if err != nil {
		return err
	}
	if err := a.checkCreatedFormat(options, shown); err != nil {
		return err
	}
	draft, err := o.draft()
	if err != nil {
		return err
	}
	if shown {
		if err := a.canHoldSecret(); err != nil {
			return custody.NotBegun(err)
		}
	}
	s, err := a.open(ctx, func(d client.Dialect) error {
		if shown {
			if err := a.refuseInLog(o.showSecret); err != nil {
				return custody.NotBegun(err)
			}
		}
		return d.CheckDraft(draft)
	})
	if err != nil {
		return err
	}
	defer s.close()
	if !draft.Expiry.At.IsZero() {
		a.note(expiryNote, draft.Expiry.At.Format(time.RFC3339))
	}
	if o.dryRun {
		if err := custody.Ready(ctx, sinks); err != nil {
			return err
		}
		a.note("would create %s on %s, for %s; nothing was sent", client.Quote(draft.Name), a.place(s), namesOf(sinks))
		return nil
	}
	keeping, err := a.custody(s)
	if err != nil {
		return err
	}
	waiting := a.waitsForAnswer(ctx, fmt.Sprintf("at most %s for the answer and %s for its way", a.settings.Timeout, custody.GraceTime))
	created, err := keeping.Create(ctx, custody.Order{Draft: draft, Sinks: sinks})
	waiting()
	if created.Secret.IsZero() {
		return err
	}
	err = errors.Join(err, differs(draft, a.profile.Options.Workspace, created.Key))
	if shown {
		return err
	}
	return errors.Join(err, a.tellCreated(options, created.Key, sinks))
}

// checkCreatedFormat refuses a format that can't hold what it has to, before
// anything is sent.
func (a *app) checkCreatedFormat(options output.Options, shown bool) error {
	purpose := output.ForKey
	if shown {
		purpose = output.ForCreated
	}
	if !shown && options.Format == "secret" {
		return client.Errorf(client.Usage, "the output format \"secret\" is the secret, and with --to elsewhere no output holds it").WithHint("leave -o secret out, or add --to stdout")
	}
	err := options.Check(purpose)
	if failure, ok := errors.AsType[*client.Error](err); ok && options.Format != "" && !a.flags.Changed("output") {
		failure.What += ", for which KEYCTL_OUTPUT asks"
	}
	return err
}

// waitsForAnswer says, once a signal comes, what the command still waits for.
func (a *app) waitsForAnswer(ctx context.Context, bound string) (done func()) {
	stop := context.AfterFunc(ctx, func() {
		a.urge("waiting until the new secret is safe, %s; once more to leave without it, and `%s` tells what became of it", bound, a.command("recover"))
	})
	return func() { stop() }
}

// namesOf tells where a secret goes.
func namesOf(sinks []custody.Sink) string {
	var names []string
	for _, one := range sinks {
		names = append(names, one.Name())
	}
	return client.Printable(strings.Join(names, ", "))
}

// tellCreated shows a key whose secret went elsewhere.
func (a *app) tellCreated(options output.Options, key client.Key, sinks []custody.Sink) error {
	for _, one := range sinks {
		a.note("the secret arrived at %s", client.Printable(one.Name()))
	}
	return quietly(output.WriteKey(a.system.Out, options, a.row(key)))
}

// expiryNote echoes the instant that a span or a day was worked out to be.
const expiryNote = "the key will expire at %s"

// differs reports a key that the console made otherwise than it was asked to,
// which can be a key that may do more or lives longer, or is somewhere else.
func differs(draft client.Draft, workspace string, key client.Key) error {
	var what string
	switch place := workspaceOf(key); {
	case key.Status == client.Disabled || key.Ended():
		what = fmt.Sprintf("the status %s", key.Status)
	case workspace != "" && place != "" && place != workspace:
		what = fmt.Sprintf("the workspace %s instead of %s", place, workspace)
	case len(key.Scopes) > 0 && len(draft.Scopes) > 0 && !client.SameScopes(key.Scopes, draft.Scopes):
		what = fmt.Sprintf("the scopes %v instead of %v", key.Scopes, draft.Scopes)
	case draft.Expiry.Given() && key.ExpiresAt.IsZero() && !draft.Expiry.Never:
		what = "no expiry that the console tells"
	case draft.Expiry.Given() && !draft.Expiry.Matches(key):
		what = "another expiry than it was asked for"
	case draft.Quota != nil && key.Quota == nil:
		what = "no quota that the console tells"
	case draft.Quota != nil && !draft.Quota.Same(key.Quota):
		what = fmt.Sprintf("the quota %s instead of %s", key.Quota, draft.Quota)
	default:
		return nil
	}
	e := client.Errorf(client.Failed, "the key %s was created, but with %s", client.Quote(key.ID), client.Printable(what))
	e.KeyID = key.ID
	return e.WithHint("`show` shows it; revoke it if it is not what you want")
}

// workspaceOf is where a key is, "" where nothing tells.
func workspaceOf(key client.Key) string {
	for _, detail := range key.Details {
		if place, isText := detail.Value.(string); isText && detail.Name == "workspace" {
			return place
		}
	}
	return ""
}
