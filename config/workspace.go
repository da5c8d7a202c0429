package config

import (
	"keyctl/config/file"
	"keyctl/internal/errs"
)

// inWorkspace gives a profile the workspace that counts: the flag's, or the
// environment's, or its own. An empty one given by flag means the account's own
// keys.
//
// As with the rest of the environment, KEYCTL_WORKSPACE counts for nothing where
// a flag names the profile, unless that leaves its credential to the
// environment. Where the console has no workspaces it belongs to another.
func (c Chooser) inWorkspace(profile Profile) (Profile, error) {
	source, workspace := "--workspace", c.Workspace
	if !c.WorkspaceByFlag {
		source, workspace = "KEYCTL_WORKSPACE", c.Environment("KEYCTL_WORKSPACE")
		byFlag := profile.ChosenBy == ByFlag && profile.From != FromEnvironment
		if workspace == "" || byFlag || !c.HasWorkspaces(profile.Console) {
			return profile, nil
		}
	}
	if workspace != "" && !file.IsWorkspace(workspace) {
		return profile, errs.Errorf(errs.Usage, "%s is not the id of a workspace", source).
			WithHint("give the id that the console shows: letters, digits, dashes and underscores, like 42")
	}
	profile.Options.Workspace = workspace
	return profile, nil
}
