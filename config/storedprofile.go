package config

import (
	"slices"
	"strings"

	"keyctl/client"
	"keyctl/internal/suggest"
)

// stored completes a profile of the profiles file with what the environment
// has to say.
func (c Chooser) stored(name string, by Choice, stored Stored) (Profile, error) {
	profile := stored.Profile(name)
	profile.ChosenBy = by
	if err := c.knows(stored.Console, "the profile "+client.Quote(name)); err != nil {
		return Profile{}, err
	}
	given := strings.TrimSpace(c.Environment("KEYCTL_API_KEY")) != ""
	switch {
	case profile.From == FromEnvironment && !given:
		return Profile{}, client.Errorf(client.Denied, "the profile %s takes its credential from the environment, and KEYCTL_API_KEY is not set", client.Quote(name)).
			WithHint("set KEYCTL_API_KEY, or let `login -p %s --keyring os` keep the credential", name)
	case profile.From == FromEnvironment:
		return c.withEnvironment(profile)
	case by == ByEnvironment && given:
		profile.Shadows, profile.From, profile.Command = name, FromEnvironment, nil
		return c.withEnvironment(profile)
	case by == ByFile && given:
		return Profile{}, c.aimless()
	}
	if err := c.agrees(profile); err != nil {
		return Profile{}, err
	}
	if profile.From == FromCommand || stored.steers() {
		// Whoever can write the file could have any program run, any server
		// trusted, and secrets sent where it likes.
		return profile, c.Store.CheckOwner()
	}
	return profile, nil
}

// withEnvironment gives a stored profile the credential of the environment.
// It isn't bound to an origin as a stored one is, so that nobody else may have
// a say in where it goes.
func (c Chooser) withEnvironment(profile Profile) (Profile, error) {
	if err := c.agrees(profile); err != nil {
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

// fromEnvironment gives the account that the environment describes.
// KEYCTL_BASE_URL counts only beside KEYCTL_API_KEY: a credential from
// elsewhere is never sent to an address from the environment.
func (c Chooser) fromEnvironment() (Profile, error) {
	console := c.Environment("KEYCTL_CONSOLE")
	if err := c.knows(console, "KEYCTL_CONSOLE"); err != nil {
		return Profile{}, err
	}
	// An account that is complete without the file works also where the file
	// can't be read.
	file, _ := c.Store.Read()
	current, known := file.Profiles[file.Current]
	switch blank := strings.TrimSpace(c.Environment("KEYCTL_API_KEY")) == ""; {
	case blank && known && current.Console == console:
		return c.stored(file.Current, ByFile, current) // they agree
	case blank:
		return Profile{}, c.missing(console, file)
	}
	secret, err := ReadCredential("KEYCTL_API_KEY", c.Environment("KEYCTL_API_KEY"))
	if err != nil {
		return Profile{}, err
	}
	profile := Profile{
		Name: EnvironmentProfile, Console: console, Base: c.Environment("KEYCTL_BASE_URL"),
		ChosenBy: ByEnvironment, From: FromEnvironment, Secret: secret,
	}
	if known && current.Console == console && current.Source() != FromEnvironment {
		profile.Shadows = file.Current
	}
	return profile, nil
}

// missing tells that the environment names a console, but holds no credential.
func (c Chooser) missing(console string, file File) error {
	hint := "set KEYCTL_API_KEY to the credential that manages its keys"
	for _, name := range file.Names() {
		if file.Profiles[name].Console == console {
			hint += ", or use the profile " + name + " with -p"
			break
		}
	}
	return client.Errorf(client.Denied, "not signed in to %s", console).WithHint("%s", hint)
}

// knows refuses a console that isn't there.
func (c Chooser) knows(console, where string) error {
	if slices.Contains(c.Consoles, console) {
		return nil
	}
	return client.Errorf(client.Usage, "there is no console %s, which %s names", client.Quote(console), where).
		WithHint("%sthe consoles are: %s", suggest.Hint(console, c.Consoles), strings.Join(c.Consoles, ", "))
}
