package config

import (
	"keyctl/client"
	"keyctl/config/file"
	"keyctl/internal/secrets"
)

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
	From     Source         // where its credential comes from
	Secret   secrets.Secret // the credential, if it comes from the environment
	Command  []string       // what prints the credential, if a command does

	// Shadows is the profile whose stored credential is not used because the
	// environment holds another, "" for none.
	Shadows string
}

// Choice is how a profile was chosen.
type Choice string

// The ways in which a profile can be chosen, strongest first.
const (
	ByFlag        Choice = "flag"        // -p
	ByEnvironment Choice = "environment" // KEYCTL_PROFILE or KEYCTL_CONSOLE
	ByFile        Choice = "file"        // `profile use`
)

// Source is the place that a credential comes from.
type Source string

// The places that credentials come from.
const (
	FromSandbox     Source = "sandbox" // made for the run
	FromEnvironment Source = "environment"
	FromCommand     Source = "command"
	FromKeyring     Source = "keyring"
	FromFile        Source = "file"
)

// ProfileOf gives a profile of the profiles file as a command works with it. What
// chose it, and what the environment adds, is for the caller to say.
func ProfileOf(name string, stored file.Stored) Profile {
	return Profile{
		Name: name, Console: stored.Console, Base: stored.BaseURL, CAFile: stored.CAFile, ModelURL: stored.ModelURL,
		Options: client.Options{Workspace: stored.Workspace, Routes: stored.Requests, Header: stored.CredentialHeader},
		From:    SourceOf(stored), Command: stored.CredentialCommand,
	}
}

// SourceOf gives the source of the credential of a profile of the profiles file.
func SourceOf(stored file.Stored) Source {
	switch {
	case len(stored.CredentialCommand) > 0:
		return FromCommand
	case stored.Keyring == file.KeepOS:
		return FromKeyring
	case stored.Keyring == file.KeepFile:
		return FromFile
	}
	return FromEnvironment
}
