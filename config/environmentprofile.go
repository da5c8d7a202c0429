package config

import (
	"strings"

	"keyctl/config/file"
)

// environmentProfile gives the account that the environment describes.
// KEYCTL_BASE_URL counts only together with KEYCTL_API_KEY: a credential from
// elsewhere is never sent to an address from the environment.
func (c Chooser) environmentProfile() (Profile, error) {
	console := c.Environment("KEYCTL_CONSOLE")
	if err := c.checkKnown(console, "KEYCTL_CONSOLE"); err != nil {
		return Profile{}, err
	}
	// An account that is complete without the file works also where the file
	// can't be read.
	profiles, _ := c.Store.Read()
	current, known := profiles.Profiles[profiles.Current]
	switch blank := strings.TrimSpace(c.Environment("KEYCTL_API_KEY")) == ""; {
	case blank && known && current.Console == console:
		return c.storedProfile(profiles.Current, ByFile, current) // they agree
	case blank:
		return Profile{}, c.consoleWithoutCredential(console, profiles)
	}
	secret, err := ReadCredential("KEYCTL_API_KEY", c.Environment("KEYCTL_API_KEY"))
	if err != nil {
		return Profile{}, err
	}
	profile := Profile{
		Name: file.EnvironmentProfile, Console: console, Base: c.Environment("KEYCTL_BASE_URL"),
		ChosenBy: ByEnvironment, From: FromEnvironment, Secret: secret,
	}
	if known && current.Console == console && SourceOf(current) != FromEnvironment {
		profile.Shadows = profiles.Current
	}
	return profile, nil
}
