// Package signin holds the commands for profiles and their credentials.
package signin

import (
	"context"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/consoles"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

type loginOptions struct {
	console  string
	base     string
	keyring  string
	keyStdin bool
	keyFile  string
	command  []string // that prints the credential
}

const loginHelp = `Sign in to a console, and keep the credential for the commands to come. It is asked
for without showing it, or read with --key-stdin or --key-file; it is tried on the
console before it is kept. A profile that is there already is signed in to again with
-p NAME, the current one without anything. With --workspace ID the profile leads to
the keys of a workspace, and the credential is tried there.

Where it is kept is the profile's choice, and nothing falls back by itself:
  --keyring os     the keyring of the operating system (default)
  --keyring file   a file that is encrypted with a passphrase (KEYCTL_PASSPHRASE)
  --keyring none   nowhere: KEYCTL_API_KEY holds it whenever it is needed
  -- COMMAND ARG…  nowhere: the command prints it whenever it is needed; its first
                   line counts. It is run as it is, by no shell

The keyring or the file keeps what opens the journal of new secrets, too, unless
KEYCTL_JOURNAL names another place: keyring, file, local or none.

A kept credential is bound to the console's origin and sent nowhere else.`

const loginExamples = `  keyctl login --console huddle01
  keyctl login -p work
  keyctl login --console remotegpu --profile work --key-stdin < token.txt
  keyctl login --console huddle01 --keyring file
  keyctl login -p work --workspace 42
  keyctl login --console huddle01 -p ci -- pass show huddle01/bootstrap`

// NewLogin makes the command `login`.
func NewLogin(run *cli.Run) *cobra.Command {
	var o loginOptions
	command := &cobra.Command{
		Use:     "login [--console NAME] [-- COMMAND ARG…]",
		Short:   "sign in to a console and keep the credential",
		Long:    loginHelp,
		Example: run.Examples(loginExamples),
		Args:    loginArguments,

		SuggestFor: []string{"auth", "signin", "sign-in", "authenticate"},
		RunE: func(c *cobra.Command, words []string) error {
			if err := cli.NoSecretFlags(c.Flags(), secretAdvice); err != nil {
				return err
			}
			o.command = words
			return runLogin(c.Context(), run, o)
		},
	}
	flags := command.Flags()
	flags.StringVar(&o.console, "console", "", "the console to sign in to, a `NAME` that the command consoles lists")
	flags.StringVar(&o.base, "base-url", "", "another address of the console")
	flags.StringVar(&o.keyring, "keyring", "", "where the credential is kept: os, file or none")
	flags.BoolVar(&o.keyStdin, "key-stdin", false, "read the credential from stdin")
	flags.StringVar(&o.keyFile, "key-file", "", "read the credential from a file")
	cli.RefuseSecretFlags(run, flags)
	complete.Flag(command, "console", complete.Words(consoles.Names))
	complete.Flag(command, "keyring", complete.Words(func() []string { return []string{"os", "file", "none"} }))
	complete.Flag(command, "key-file", complete.Files)
	return command
}

// loginArguments takes words behind -- only. What stands before may be a
// credential, and is not repeated.
func loginArguments(command *cobra.Command, words []string) error {
	if dash := command.ArgsLenAtDash(); dash > 0 || dash < 0 && len(words) > 0 {
		return errs.Errorf(errs.Usage, "login takes flags, and a command behind --").WithHint(secretAdvice)
	}
	return nil
}

func runLogin(ctx context.Context, run *cli.Run, o loginOptions) error {
	asJSON, err := run.PlainOutput("login")
	if err != nil {
		return err
	}
	plan, err := planLogin(run, o)
	if err != nil {
		return err
	}
	run.About(plan.profile.Name)
	if err := readyToKeep(ctx, run, plan); err != nil {
		return err
	}
	acct, err := run.Opener().Connect(ctx, plan.profile, plan.dialect, func(ctx context.Context, profile config.Profile, origin string) (client.Credential, error) {
		return newCredential(ctx, run, o, profile, origin)
	})
	if err != nil {
		return err
	}
	defer acct.Close()
	warnOfInferred(run, plan)
	if plan.stored.BaseURL != "" {
		run.Note("trying the credential on %s", safetext.Printable(acct.Origin()))
	}
	keys := 0
	for _, err := range acct.List(ctx) {
		if err != nil {
			return untouched(err, acct.Dialect().SignIn)
		}
		keys++
	}
	if err := keep(ctx, run, plan, acct.Client); err != nil {
		return err
	}
	whom := actorOf(acct)
	whom.Keys = &keys
	if err := writeActor(run, whom, asJSON); err != nil {
		return errs.Errorf(errs.Failed, "signed in, but that could not be written to stdout: %w", err)
	}
	return nil
}
