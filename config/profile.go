package config

import "keyctl/client"

// Profile is one account on one console, as a command works with it.
type Profile struct {
	Name    string
	Console string
	Base    string // "" is the console's own
	CAFile  string // "" is the system's certificates alone

	ModelURL string // where secrets are tried, "" is the console's own place
	Options  client.Options

	Sandbox bool // the embedded console; it needs no credential

	ChosenBy Choice
	From     Source        // where its credential comes from
	Secret   client.Secret // the credential, if it comes from the environment
	Command  []string      // what prints the credential, if a command does

	// Shadows is the profile whose stored credential is not used because the
	// environment holds another, "" for none.
	Shadows string
}

// Choice is what a profile was chosen by.
type Choice string

// What a profile can be chosen by, strongest first.
const (
	ByFlag        Choice = "flag"        // -p
	ByEnvironment Choice = "environment" // KEYCTL_PROFILE or KEYCTL_CONSOLE
	ByFile        Choice = "file"        // `profile use`
)

// Source is where a credential comes from.
type Source string

// Where credentials come from.
const (
	FromSandbox     Source = "sandbox" // made for the run
	FromEnvironment Source = "environment"
	FromCommand     Source = "command"
	FromKeyring     Source = "keyring"
	FromFile        Source = "file"
)

// EnvironmentProfile is what the account is called that the environment
// describes with KEYCTL_CONSOLE and KEYCTL_API_KEY.
const EnvironmentProfile = "environment"

// Profile gives the profile as a command works with it. Who chose it, and what
// the environment has to say, is for the caller.
func (s Stored) Profile(name string) Profile {
	return Profile{
		Name: name, Console: s.Console, Base: s.BaseURL, CAFile: s.CAFile, ModelURL: s.ModelURL,
		Options: client.Options{Workspace: s.Workspace, Routes: s.Requests, Header: s.CredentialHeader},
		From:    s.Source(), Command: s.CredentialCommand,
	}
}

// Source tells where the credential of a stored profile comes from.
func (s Stored) Source() Source {
	switch {
	case len(s.CredentialCommand) > 0:
		return FromCommand
	case s.Keyring == KeepOS:
		return FromKeyring
	case s.Keyring == KeepFile:
		return FromFile
	}
	return FromEnvironment
}
