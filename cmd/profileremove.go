package cmd

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/config/file"
)

const profileRemoveHelp = `Remove a profile and its stored credential from this machine. If the credential
can't be removed, because its keyring is gone, nothing is; --force removes the
profile all the same.`

func (a *app) profileRemove() *cobra.Command {
	var force bool
	command := &cobra.Command{
		Use:     "remove NAME",
		Aliases: []string{"rm"},
		Short:   "remove a profile and its stored credential",
		Long:    profileRemoveHelp,
		Example: a.examples("  keyctl profile remove old\n  keyctl profile remove old --force"),
		Args:    arguments(1, 1, "profile remove takes the NAME of a profile"),

		SuggestFor:        []string{"delete", "del", "forget"},
		ValidArgsFunction: firstWord(a.storedNames),
		RunE: func(c *cobra.Command, words []string) error {
			return a.runProfileRemove(c.Context(), words[0], force)
		},
	}
	command.Flags().BoolVar(&force, "force", false, "remove the profile even when its credential can't be removed")
	return command
}

func (a *app) runProfileRemove(ctx context.Context, name string, force bool) error {
	profiles, err := a.store().Read()
	if err != nil {
		return err
	}
	_, known := profiles.Profiles[name]
	switch {
	case a.isSandbox(name):
		return client.Errorf(client.Usage, "the profile %s is built in", client.Quote(name)).WithHint("`profile list` shows the others")
	case !known:
		return a.unknownProfile(name, profiles)
	}
	wasCurrent := false
	// The credential goes while no login can store another.
	err = a.store().Update(ctx, func(file *file.File) error {
		if _, err := a.forget(ctx, name, file.Profiles[name]); err != nil && !force {
			if failure, ok := errors.AsType[*client.Error](err); ok {
				failure.Hint = "mend that, or leave the credential where it is and remove the profile with --force"
			}
			return err
		} else if err != nil {
			a.warn("its credential is left behind: %s", err)
		}
		delete(file.Profiles, name)
		if wasCurrent = file.Current == name; wasCurrent {
			file.Current = ""
		}
		return nil
	})
	if err != nil {
		return err
	}
	a.note("removed the profile %s", name)
	if wasCurrent {
		a.note("it was the current one; `profile use` chooses another")
	}
	return nil
}
