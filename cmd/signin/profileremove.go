package signin

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/config/file"
	"keyctl/internal/complete"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

const profileRemoveHelp = `Remove a profile and its stored credential from this machine. If the credential
can't be removed, because its keyring is gone, nothing is; --force removes the
profile all the same.`

// newProfileRemove makes the command `profile remove`.
func newProfileRemove(run *cli.Run) *cobra.Command {
	var force bool
	command := &cobra.Command{
		Use:     "remove NAME",
		Aliases: []string{"rm"},
		Short:   "remove a profile and its stored credential",
		Long:    profileRemoveHelp,
		Example: run.Examples("  keyctl profile remove old\n  keyctl profile remove old --force"),
		Args:    cli.Arguments(1, 1, "profile remove takes the NAME of a profile"),

		SuggestFor:        []string{"delete", "del", "forget"},
		ValidArgsFunction: complete.FirstWord(func() []string { return cli.StoredNames(run) }),
		RunE: func(c *cobra.Command, words []string) error {
			return runProfileRemove(c.Context(), run, words[0], force)
		},
	}
	command.Flags().BoolVar(&force, "force", false, "remove the profile even when its credential can't be removed")
	return command
}

func runProfileRemove(ctx context.Context, run *cli.Run, name string, force bool) error {
	profiles, err := run.Opener().Store().Read()
	if err != nil {
		return err
	}
	_, known := profiles.Profiles[name]
	switch {
	case isSandbox(name):
		return errs.Errorf(errs.Usage, "the profile %s is built in", safetext.Quote(name)).WithHint("`profile list` shows the others")
	case !known:
		return unknownProfile(name, profiles)
	}
	wasCurrent := false
	// The credential goes while no login can store another.
	err = run.Opener().Store().Update(ctx, func(profiles *file.File) error {
		if _, err := forget(ctx, run, name, profiles.Profiles[name]); err != nil && !force {
			if failure, ok := errors.AsType[*errs.Error](err); ok {
				return failure.WithHint("mend that, or leave the credential where it is and remove the profile with --force")
			}
			return err
		} else if err != nil {
			run.Warn("its credential is left behind: %s", err)
		}
		delete(profiles.Profiles, name)
		if wasCurrent = profiles.Current == name; wasCurrent {
			profiles.Current = ""
		}
		return nil
	})
	if err != nil {
		return err
	}
	run.Note("removed the profile %s", name)
	if wasCurrent {
		run.Note("it was the current one; `profile use` chooses another")
	}
	return nil
}
