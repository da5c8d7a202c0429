package config

import (
	"strings"

	"keyctl/client"
)

// SandboxProfile is the built-in profile onto the embedded console.
// "sandbox-NAME" names the console that it speaks like; "sandbox" alone
// speaks like RemoteGPU, the richest.
const SandboxProfile = "sandbox"

const sandboxConsole = "remotegpu"

// EnvironmentProfile is what the account is called that the environment
// describes with KEYCTL_CONSOLE and KEYCTL_API_KEY.
const EnvironmentProfile = "environment"

// Profile is one account on one console.
type Profile struct {
	Name    string
	Console string
	Base    string // "" is the console's own
	Secret  client.Secret
	Sandbox bool // the embedded console; it needs no secret
}

// Choose finds the profile: the named one, or the one that the environment
// describes. consoles are the names that are known.
//
// A name given by flag is stronger than the environment, which then counts
// for nothing, its credential included. A name that contradicts KEYCTL_CONSOLE
// from the same environment is an error: which one was meant?
func Choose(name string, byFlag bool, consoles []string, environment func(string) string) (Profile, error) {
	console := environment("KEYCTL_CONSOLE")
	switch {
	case name == "" && byFlag: // a variable of a script that isn't set means nobody
		return builtIn(name, consoles)
	case name == "" && console == "" && environment("KEYCTL_API_KEY") != "":
		return Profile{}, client.Errorf(client.Usage, "KEYCTL_API_KEY is set, but not for which console").
			WithHint("set KEYCTL_CONSOLE to %s", strings.Join(consoles, " or "))
	case name == "" && console == "":
		return Profile{}, client.Errorf(client.Denied, "not signed in to any console").
			WithHint("set KEYCTL_CONSOLE (%s) and KEYCTL_API_KEY, or try the sandbox with -p sandbox", strings.Join(consoles, ", "))
	case name == "":
		return fromEnvironment(console, consoles, environment)
	}
	profile, err := builtIn(name, consoles)
	if err == nil && !byFlag && console != "" && console != profile.Console {
		return Profile{}, client.Errorf(client.Usage, "KEYCTL_PROFILE %s and KEYCTL_CONSOLE %s contradict each other", client.Quote(name), client.Quote(console)).
			WithHint("set one of them, or name the profile with -p")
	}
	return profile, err
}

// builtIn gives the sandbox profile of a name.
func builtIn(name string, consoles []string) (Profile, error) {
	names := []string{SandboxProfile}
	if name == SandboxProfile {
		return Profile{Name: name, Console: sandboxConsole, Sandbox: true}, nil
	}
	for _, console := range consoles {
		if name == SandboxProfile+"-"+console {
			return Profile{Name: name, Console: console, Sandbox: true}, nil
		}
		names = append(names, SandboxProfile+"-"+console)
	}
	return Profile{}, client.Errorf(client.Usage, "there is no profile %s", client.Quote(name)).
		WithHint("the profiles are: %s; without one, KEYCTL_CONSOLE and KEYCTL_API_KEY name the account", strings.Join(names, ", "))
}
