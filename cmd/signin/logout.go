package signin

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/config/file"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

const logoutHelp = `Remove the stored credential of a profile from this machine. The console isn't
asked, and its key goes on working: revoke it if nobody needs it any more. The
profile stays, for the next login.`

// NewLogout makes the command `logout`.
func NewLogout(run *cli.Run) *cobra.Command {
	return &cobra.Command{
		Use:     "logout",
		Short:   "remove the stored credential of a profile",
		Long:    logoutHelp,
		Example: run.Examples("  keyctl logout\n  keyctl logout -p work"),
		Args:    cli.Arguments(0, 0, "logout takes flags only: -p NAME"),

		SuggestFor: []string{"signout", "sign-out", "logoff"},
		RunE:       func(c *cobra.Command, _ []string) error { return runLogout(c.Context(), run) },
	}
}

func runLogout(ctx context.Context, run *cli.Run) error {
	name, stored, err := storedProfile(run)
	if err != nil {
		if forgotten(ctx, run) {
			return nil
		}
		return err
	}
	run.About(name)
	removed, err := forget(ctx, run, name, stored)
	switch {
	case err != nil:
		return err
	case removed:
		run.Note("removed the credential of the profile %s", name)
	default:
		run.Note("no credential was stored for the profile %s", name)
	}
	if run.Environment("KEYCTL_API_KEY") != "" {
		run.Warn("KEYCTL_API_KEY is still set in the environment")
	}
	return nil
}

// storedProfile finds the profile of the profiles file that is meant by -p,
// KEYCTL_PROFILE or `profile use`.
func storedProfile(run *cli.Run) (string, file.Stored, error) {
	profiles, err := run.Opener().Store().Read()
	if err != nil {
		return "", file.Stored{}, err
	}
	name := run.Settings.Profile
	if name == "" && !run.Flags.Changed("profile") {
		if run.Environment("KEYCTL_CONSOLE") != "" {
			return "", file.Stored{}, errs.Errorf(errs.Usage, "the account is the environment's, which only the environment can give up").
				WithHint("unset KEYCTL_CONSOLE and KEYCTL_API_KEY, or name a profile with -p")
		}
		name = profiles.Current
	}
	stored, known := profiles.Profiles[name]
	switch {
	case known:
		return name, stored, nil
	case name == "":
		return "", stored, errs.Errorf(errs.Usage, "no profile is chosen").WithHint("name it with -p; `profile list` shows them")
	case isSandbox(name):
		return "", stored, errs.Errorf(errs.Usage, "the profile %s is built in, and stores nothing", safetext.Quote(name)).WithHint("`profile list` shows the others")
	}
	return "", stored, unknownProfile(name, profiles)
}

// forget removes what is stored for a profile, and reports whether there was
// anything.
func forget(ctx context.Context, run *cli.Run, name string, stored file.Stored) (bool, error) {
	place, keeps := run.Opener().Vault(config.SourceOf(stored), name)
	if !keeps {
		return false, nil
	}
	err := place.Delete(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// forgotten removes what is stored for a name that no profile has any more, as
// a login that was killed can leave it, and reports whether there was anything.
func forgotten(ctx context.Context, run *cli.Run) bool {
	name := run.Settings.Profile
	profiles, err := run.Opener().Store().Read()
	if err != nil || file.CheckProfileName(name) != nil {
		return false
	}
	for _, known := range profiles.Names() {
		if strings.EqualFold(known, name) {
			return false // where names have no capitals, it is this profile's
		}
	}
	found := false
	for _, source := range []config.Source{config.FromFile, config.FromKeyring} {
		if place, _ := run.Opener().Vault(source, name); place.Delete(ctx, name) == nil {
			run.Note("removed what the %s held for %s, which is no profile", source, name)
			found = true
		}
	}
	return found
}
