package config

import (
	"slices"
	"strings"
)

// SandboxProfile is the built-in profile onto the embedded console.
// "sandbox-NAME" names the console that it speaks like; "sandbox" alone
// speaks like RemoteGPU, the richest.
const SandboxProfile = "sandbox"

const sandboxConsole = "remotegpu"

// Sandboxes lists the names of the built-in profiles.
func Sandboxes(consoles []string) []string {
	names := []string{SandboxProfile}
	for _, console := range consoles {
		names = append(names, SandboxProfile+"-"+console)
	}
	return names
}

// Sandbox gives the built-in profile of a name.
func Sandbox(name string, consoles []string) (Profile, bool) {
	if !slices.Contains(Sandboxes(consoles), name) {
		return Profile{}, false
	}
	console := sandboxConsole
	if after, named := strings.CutPrefix(name, SandboxProfile+"-"); named {
		console = after
	}
	return Profile{Name: name, Console: console, Sandbox: true, From: FromSandbox}, true
}
