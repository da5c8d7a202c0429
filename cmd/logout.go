package cmd

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"keyctl/client"
	"keyctl/config"
	"keyctl/config/file"
)

const logoutHelp = `Remove the stored credential of a profile from this machine. The console isn't
asked, and its key goes on working: revoke it if nobody needs it any more. The
profile stays, for the next login.`

func (a *app) logout() *cobra.Command {
	return &cobra.Command{
		Use:     "logout",
		Short:   "remove the stored credential of a profile",
		Long:    logoutHelp,
		Example: a.examples("  keyctl logout\n  keyctl logout -p work"),
		Args:    arguments(0, 0, "logout takes flags only: -p NAME"),

		SuggestFor: []string{"signout", "sign-out", "logoff"},
		RunE:       func(c *cobra.Command, _ []string) error { return a.runLogout(c.Context()) },
	}
}

func (a *app) runLogout(ctx context.Context) error {
	name, stored, err := a.storedProfile()
	if err != nil {
		if a.forgotten(ctx) {
			return nil
		}
		return err
	}
	a.profile.Name = name
	removed, err := a.forget(ctx, name, stored)
	switch {
	case err != nil:
		return err
	case removed:
		a.note("removed the credential of the profile %s", name)
	default:
		a.note("no credential was stored for the profile %s", name)
	}
	if a.system.Environment("KEYCTL_API_KEY") != "" {
		a.warn("KEYCTL_API_KEY is still set in the environment")
	}
	return nil
}

// storedProfile finds the profile of the profiles file that is meant by -p,
// KEYCTL_PROFILE or `profile use`.
func (a *app) storedProfile() (string, file.Stored, error) {
	profiles, err := a.store().Read()
	if err != nil {
		return "", file.Stored{}, err
	}
	name := a.settings.Profile
	if name == "" && !a.flags.Changed("profile") {
		if a.system.Environment("KEYCTL_CONSOLE") != "" {
			return "", file.Stored{}, client.Errorf(client.Usage, "the account is the environment's, which only the environment can give up").
				WithHint("unset KEYCTL_CONSOLE and KEYCTL_API_KEY, or name a profile with -p")
		}
		name = profiles.Current
	}
	stored, known := profiles.Profiles[name]
	switch {
	case known:
		return name, stored, nil
	case name == "":
		return "", stored, client.Errorf(client.Usage, "no profile is chosen").WithHint("name it with -p; `profile list` shows them")
	case a.isSandbox(name):
		return "", stored, client.Errorf(client.Usage, "the profile %s is built in, and stores nothing", client.Quote(name)).WithHint("`profile list` shows the others")
	}
	return "", stored, a.unknownProfile(name, profiles)
}

// forget removes what is stored for a profile, and reports whether there was
// anything.
func (a *app) forget(ctx context.Context, name string, stored file.Stored) (bool, error) {
	place, keeps := a.vault(config.SourceOf(stored))
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
func (a *app) forgotten(ctx context.Context) bool {
	name := a.settings.Profile
	profiles, err := a.store().Read()
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
		if place, _ := a.vault(source); place.Delete(ctx, name) == nil {
			a.note("removed what the %s held for %s, which is no profile", source, name)
			found = true
		}
	}
	return found
}
