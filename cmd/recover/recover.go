// Package recover holds the command that finishes what earlier ones left pending.
package recover

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/cmd/cli"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
)

const recoverHelp = `Show what earlier commands left unfinished: new keys whose secret did not arrive,
and creates whose outcome is unknown. ID is that of the entry, or of its key.

  recover                     lists what is pending
  recover ID                  tells what is known, and looks at the console again
  recover ID --to KIND:PLACE  delivers the secret that was kept
  recover ID --revoke         ends the key for good
  recover ID --forget         ends the entry, and leaves the console alone

A key is ended without naming it only when the console answered its id to our own
create. Where the outcome is unknown, --key-id says which is yours. An entry that
can't be read is put aside by --forget, never overwritten.`

const recoverExamples = `  keyctl recover
  keyctl recover 3f9a21c4
  keyctl recover 3f9a21c4 --to env:.env#API_KEY
  keyctl recover 3f9a21c4 --revoke --yes`

type recoverOptions struct {
	to         []string
	force      bool
	showSecret bool
	raw        bool
	revoke     bool
	forget     bool
	key        string
	yes        bool
}

// NewRecover makes the command `recover`.
func NewRecover(run *cli.Run) *cobra.Command {
	var o recoverOptions
	command := &cobra.Command{
		Use:        "recover [ID]",
		Short:      "deliver a secret that did not arrive, or give its key up",
		Long:       recoverHelp,
		Example:    run.Examples(recoverExamples),
		SuggestFor: []string{"pending", "journal", "resume", "restore", "undelivered"},
		Args:       cli.Arguments(0, 1, "recover takes one ID at most"),
		RunE: func(command *cobra.Command, words []string) error {
			if err := o.check(words); err != nil {
				return err
			}
			if len(words) == 0 {
				return listPending(run)
			}
			return runRecover(command.Context(), run, words[0], o)
		},
		ValidArgsFunction: complete.FirstWord(func() []string { return pendingWords(run) }),
	}
	flags := command.Flags()
	cli.AddDeliveryFlags(flags, &o.to, &o.force)
	flags.BoolVar(&o.showSecret, "show-secret", false, "print the secret also in CI, where stdout may be a log")
	flags.BoolVar(&o.raw, "raw", false, "deliver the console's whole answer, where no secret is recognised in it")
	flags.BoolVar(&o.revoke, "revoke", false, "end the key for good")
	flags.StringVar(&o.key, "key-id", "", "with --revoke: the id of the key that is yours, where the outcome is unknown")
	flags.BoolVar(&o.forget, "forget", false, "end the entry without doing anything")
	flags.BoolVarP(&o.yes, "yes", "y", false, "do not ask")
	cli.SkipPending(command)
	complete.Flag(command, "to", cli.SinkPlaces)
	complete.Flag(command, "key-id", complete.Nothing)
	return command
}

// check refuses flags that contradict each other, before anything is opened.
func (o recoverOptions) check(words []string) error {
	asked := 0
	for _, one := range []bool{len(o.to) > 0, o.revoke, o.forget} {
		if one {
			asked++
		}
	}
	switch {
	case asked > 1:
		return errs.Errorf(errs.Usage, "--to, --revoke and --forget exclude each other").WithHint("choose one")
	case asked > 0 && len(words) == 0:
		return errs.Errorf(errs.Usage, "the ID of what is pending is missing").WithHint("`recover` lists what is")
	case o.key != "" && !o.revoke:
		return errs.Errorf(errs.Usage, "--key-id goes with --revoke only").WithHint("`recover ID --revoke --key-id KEY` ends that key")
	case (o.raw || o.force || o.showSecret) && len(o.to) == 0:
		return errs.Errorf(errs.Usage, "--raw, --force and --show-secret go with --to only").WithHint("say where the secret goes: --to KIND:PLACE")
	}
	return nil
}

// runRecover does what was asked for with one entry.
func runRecover(ctx context.Context, run *cli.Run, id string, o recoverOptions) error {
	entries, err := account.Journal(run.Environment)
	if err != nil {
		return err
	}
	if o.forget {
		return forgetEntry(ctx, run, entries, id, o.yes)
	}
	entry, err := entries.Take(id)
	if err != nil {
		return err
	}
	defer entry.Close()
	run.RedactPrefixes()
	switch {
	case len(o.to) > 0:
		return deliverEntry(ctx, run, entry, o)
	case o.revoke:
		return revokeEntry(ctx, run, entry, o)
	}
	return lookAgain(ctx, run, entry)
}
