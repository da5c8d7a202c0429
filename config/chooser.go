package config

import "keyctl/config/file"

// Chooser finds the profile that a command works with.
type Chooser struct {
	Name        string   // of a profile, "" for none
	ByFlag      bool     // the name was given by flag
	Consoles    []string // the names of all consoles
	Environment func(string) string
	Store       file.Store

	Workspace       string // given by flag, "" for the account's own keys
	WorkspaceByFlag bool
	HasWorkspaces   func(console string) bool
}
