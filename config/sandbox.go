package config

import (
	"slices"
	"strings"

	"keyctl/config/file"
)

// sandboxConsole is the console of the profile "sandbox": RemoteGPU, the richest.
const sandboxConsole = "remotegpu"

// Sandboxes lists the names of the built-in profiles.
func Sandboxes(consoles []string) []string {
	names := []string{file.SandboxProfile}
	for _, console := range consoles {
		names = append(names, file.SandboxProfile+"-"+console)
	}
	return names
}

// Sandbox gives the built-in profile with a name, and whether there is one.
func Sandbox(name string, consoles []string) (Profile, bool) {
	if !slices.Contains(Sandboxes(consoles), name) {
		return Profile{}, false
	}
	console := sandboxConsole
	if after, named := strings.CutPrefix(name, file.SandboxProfile+"-"); named {
		console = after
	}
	return Profile{Name: name, Console: console, Sandbox: true, From: FromSandbox}, true
}
