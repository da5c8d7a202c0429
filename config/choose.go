package config

import "keyctl/config/file"

// Choose finds the profile: the one with the given name, the one that the
// environment describes, or the current one of the profiles file.
//
// A name given by flag is stronger than the environment, which then counts
// for nothing, its credential included, unless the profile itself leaves its
// credential to the environment. A name from the environment goes with the
// credential from the environment, which comes before a stored one. A name that
// contradicts KEYCTL_CONSOLE is an error, since either could be right. So is a
// credential without a console, which could be sent to any.
func (c Chooser) Choose() (Profile, error) {
	profile, err := c.chosen()
	if err != nil {
		return Profile{}, err
	}
	return c.inWorkspace(profile)
}

// chosen finds the profile, in the workspace that it names itself.
func (c Chooser) chosen() (Profile, error) {
	if c.Name == "" && !c.ByFlag && c.Environment("KEYCTL_CONSOLE") != "" {
		return c.environmentProfile()
	}
	name, by := c.Name, ByEnvironment
	switch {
	case c.ByFlag:
		by = ByFlag
	case name == "":
		by = ByFile
	}
	var profiles file.File
	profile, found := Sandbox(name, c.Consoles)
	if !found {
		var err error
		if profiles, err = c.Store.Read(); err != nil {
			return Profile{}, err
		}
	}
	if by == ByFile {
		if name = profiles.Current; name == "" {
			return Profile{}, c.notSignedIn(profiles)
		}
		profile, found = Sandbox(name, c.Consoles)
	}
	if !found {
		stored, known := profiles.Profiles[name]
		if !known {
			return Profile{}, UnknownProfile(name, profiles, c.Consoles)
		}
		return c.storedProfile(name, by, stored)
	}
	profile.ChosenBy = by
	return profile, c.checkAgrees(profile)
}
