package config

import (
	"strings"

	"keyctl/client"
	"keyctl/internal/suggest"
)

// Chooser finds the profile that a command works with.
type Chooser struct {
	Name        string // of a profile, "" for none
	ByFlag      bool   // the name was given by flag
	Consoles    []string
	Environment func(string) string
	Store       Store

	Workspace       string // given by flag, "" for the account's own keys
	WorkspaceByFlag bool
	HasWorkspaces   func(console string) bool
}

// Choose finds the profile: the named one, the one that the environment
// describes, or the one that the profiles file has as its current one.
//
// A name given by flag is stronger than the environment, which then counts
// for nothing, its credential included, unless the profile itself leaves its
// credential to the environment. A name from the environment goes with the
// credential from the environment, which comes before a stored one. A name that
// contradicts KEYCTL_CONSOLE is an error: which one was meant? And so is a
// credential alone, which could be sent to any console.
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
		return c.fromEnvironment()
	}
	name, by := c.Name, ByEnvironment
	switch {
	case c.ByFlag:
		by = ByFlag
	case name == "":
		by = ByFile
	}
	file := File{}
	profile, found := Sandbox(name, c.Consoles)
	if !found {
		var err error
		if file, err = c.Store.Read(); err != nil {
			return Profile{}, err
		}
	}
	if by == ByFile {
		if name = file.Current; name == "" {
			return Profile{}, c.notSignedIn(file)
		}
		profile, found = Sandbox(name, c.Consoles)
	}
	if !found {
		stored, known := file.Profiles[name]
		if !known {
			return Profile{}, UnknownProfile(name, file, c.Consoles)
		}
		return c.stored(name, by, stored)
	}
	profile.ChosenBy = by
	return profile, c.agrees(profile)
}

// agrees refuses a profile that contradicts the environment's console, unless
// a flag names it.
func (c Chooser) agrees(profile Profile) error {
	console := c.Environment("KEYCTL_CONSOLE")
	if profile.ChosenBy == ByFlag && profile.From != FromEnvironment || console == "" || console == profile.Console {
		return nil
	}
	return client.Errorf(client.Usage, "the profile %s is for %s, and KEYCTL_CONSOLE is %s: they contradict each other",
		client.Quote(profile.Name), client.Quote(profile.Console), client.Quote(console)).
		WithHint("unset KEYCTL_CONSOLE, or name the profile with -p")
}

// UnknownProfile tells about a name that no profile has.
func UnknownProfile(name string, file File, consoles []string) error {
	names := append(file.Names(), Sandboxes(consoles)...)
	return client.Errorf(client.Usage, "there is no profile %s", client.Quote(name)).
		WithHint("%sthe profiles are: %s; `login` adds one", suggest.Hint(name, names), strings.Join(names, ", "))
}

func (c Chooser) notSignedIn(file File) error {
	switch {
	case c.Environment("KEYCTL_API_KEY") != "":
		return c.aimless()
	case len(file.Profiles) > 0:
		return client.Errorf(client.Denied, "no profile is chosen").
			WithHint("choose one for good with `profile use`, or for once with -p: %s", strings.Join(file.Names(), ", "))
	}
	return client.Errorf(client.Denied, "not signed in to any console").
		WithHint("sign in with `login --console %s`, set KEYCTL_CONSOLE and KEYCTL_API_KEY, or try the sandbox with -p sandbox", strings.Join(c.Consoles, "|"))
}

// aimless refuses a credential of which nobody says where it may be sent.
func (c Chooser) aimless() error {
	return client.Errorf(client.Usage, "KEYCTL_API_KEY is set, but not for which console").
		WithHint("set KEYCTL_CONSOLE to %s; or unset KEYCTL_API_KEY, or name a profile with -p or KEYCTL_PROFILE", strings.Join(c.Consoles, " or "))
}
