package config

import (
	"strings"

	"keyctl/config/file"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// storedProfile gives a profile of the profiles file, with what the environment
// adds to it.
func (c Chooser) storedProfile(name string, by Choice, stored file.Stored) (Profile, error) {
	profile := ProfileOf(name, stored)
	profile.ChosenBy = by
	if err := c.checkKnown(stored.Console, "the profile "+safetext.Quote(name)); err != nil {
		return Profile{}, err
	}
	given := strings.TrimSpace(c.Environment("KEYCTL_API_KEY")) != ""
	switch {
	case profile.From == FromEnvironment && !given:
		return Profile{}, errs.Errorf(errs.Denied, "the profile %s takes its credential from the environment, and KEYCTL_API_KEY is not set", safetext.Quote(name)).
			WithHint("set KEYCTL_API_KEY, or let `login -p %s --keyring os` keep the credential", name)
	case profile.From == FromEnvironment:
		return c.withEnvironment(profile)
	case by == ByEnvironment && given:
		profile.Shadows, profile.From, profile.Command = name, FromEnvironment, nil
		return c.withEnvironment(profile)
	case by == ByFile && given:
		return Profile{}, c.credentialWithoutConsole()
	}
	if err := c.checkAgrees(profile); err != nil {
		return Profile{}, err
	}
	if profile.From == FromCommand || stored.Steers() {
		// A user who can write the file could have any program run, any server
		// trusted, and secrets sent anywhere.
		return profile, c.Store.CheckOwner()
	}
	return profile, nil
}

// withEnvironment gives a stored profile the credential of the environment.
// It isn't bound to an origin as a stored one is, so nobody else may decide where
// it goes.
func (c Chooser) withEnvironment(profile Profile) (Profile, error) {
	if err := c.checkAgrees(profile); err != nil {
		return Profile{}, err
	}
	if err := c.Store.CheckOwner(); err != nil {
		return Profile{}, err
	}
	if base := c.Environment("KEYCTL_BASE_URL"); base != "" {
		profile.Base = base
	}
	var err error
	profile.Secret, err = ReadCredential("KEYCTL_API_KEY", c.Environment("KEYCTL_API_KEY"))
	return profile, err
}
