package keys

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/account"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/consoles"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
	"keyctl/output"
	"keyctl/output/plain"
)

const identifyHelp = `Find the key that a leaked secret belongs to. Its beginning tells which console it
could be from; then the keys of all accounts on that console are listed, those of
the profiles and the one that the environment describes, or with -p only that
profile's. The secret itself is sent nowhere. It is asked for without showing it, or
read from stdin or a file; it is never an argument.

A key is found by what its list tells of the secret: often the first few characters
behind a beginning that all have. Exit code 0 means that it is one key, 5 that it
could be several, or that fewer than six characters tell of one; 4 that it is none,
and 11 that some account couldn't be asked, whether a key was found or not; 3 that
there is no account to ask.`

// NewIdentify makes the command `identify`.
func NewIdentify(run *cli.Run) *cobra.Command {
	var g cli.GivenSecret
	command := &cobra.Command{
		Use:        "identify",
		Short:      "find the key that a leaked secret belongs to",
		Long:       identifyHelp,
		Example:    run.Examples("  keyctl identify\n  keyctl identify --secret-stdin < leaked.txt\n  keyctl identify -p work --secret-file leaked.txt -o json"),
		SuggestFor: []string{"find", "whose", "which", "lookup", "search"},
		Args:       cli.SecretArguments(run),
		RunE: func(command *cobra.Command, _ []string) error {
			if err := g.Check(command); err != nil {
				return err
			}
			return runIdentify(command.Context(), run, g)
		},
	}
	cli.AddSecretFlags(run, command, &g)
	complete.SetFormats(command, output.Formats())
	return command
}

func runIdentify(ctx context.Context, run *cli.Run, g cli.GivenSecret) error {
	options := run.Options()
	options.Context, options.Profiles = ctx, true
	list, err := output.NewList(run.Hiding(), options)
	if err != nil {
		return err
	}
	secret, err := cli.ReadGiven(ctx, run, g)
	if err != nil {
		return err
	}
	origins := account.Origins(secret)
	if len(origins) > 0 {
		run.Note("it begins like a secret of %s", strings.Join(origins, " or "))
	}
	accounts, err := accountsToAsk(run)
	switch {
	case err != nil:
		return err
	case len(origins) == 0:
		return unknownShape(secret)
	}
	asked := accounts
	accounts = slices.DeleteFunc(slices.Clone(accounts), func(account config.Account) bool {
		return !slices.Contains(origins, account.Profile.Console)
	})
	if len(accounts) == 0 {
		return noAccountOf(run, asked, origins)
	}
	if len(accounts) == 1 {
		run.About(accounts[0].Profile.Name)
	}
	h := hunt{run: run, secret: secret, asked: len(accounts)}
	for _, account := range accounts {
		h.ask(ctx, account)
	}
	return errors.Join(h.outcome(), plain.Quietly(writeRows(list, h.rows)))
}

// writeRows writes a list, but none where there is nothing.
func writeRows(list *output.List, rows []output.Row) error {
	for _, row := range rows {
		if err := list.Add(row); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return list.Close()
}

// accountsToAsk are all that there are, or the one that is named.
func accountsToAsk(run *cli.Run) ([]config.Account, error) {
	if run.Settings.Profile == "" && !run.Flags.Changed("profile") {
		return run.Opener().Chooser().Every()
	}
	profile, err := run.Opener().Choose()
	if err != nil {
		return nil, err
	}
	run.About(profile.Name)
	return []config.Account{{Profile: profile}}, nil
}

// unknownShape tells about a text that no list of keys can hold.
func unknownShape(secret secrets.Secret) error {
	if secrets.LooksLikeToken(secret) {
		return errs.Errorf(errs.NotFound, "this is a JSON Web Token: an access key of d.run or the token of a session, and no list holds those").
			WithHint("end the session, or delete the access key, in the console's own pages")
	}
	var shapes []string
	for _, console := range consoles.All() {
		shapes = append(shapes, console.Dialect().KeyPrefix+"… "+console.Name)
	}
	return errs.Errorf(errs.NotFound, "this begins like the secrets of no console").
		WithHint("those are: %s", strings.Join(shapes, ", "))
}

// noAccountOf tells that nobody can be asked about a secret. An account that is
// named doesn't have it.
func noAccountOf(run *cli.Run, asked []config.Account, origins []string) error {
	of := strings.Join(origins, " or ")
	if run.Subject() != "" {
		return errs.Errorf(errs.NotFound, "this begins like a secret of %s, and the profile is for %s", of, asked[0].Profile.Console).
			WithHint("leave -p and KEYCTL_PROFILE out to look in all profiles")
	}
	return errs.Errorf(errs.Denied, "this begins like a secret of %s, and no profile is signed in there", of).
		WithHint("sign in with `login --console %s`", origins[0])
}
