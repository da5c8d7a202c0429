package config

import (
	"strings"
	"testing"

	"keyctl/internal/errs"
)

const workspaces = `current: team
profiles:
  team:
    console: drun
    workspace: 42
    keyring: os
  left:
    console: drun
    workspace: 42
    keyring: none
  gpu:
    console: huddle01
    keyring: os
  odd:
    console: huddle01
    workspace: 42
    keyring: os
`

// inWorkspace chooses a profile; flag is "-" where no workspace is given by flag.
func inWorkspace(t *testing.T, name string, byFlag bool, flag string, variables ...string) (Profile, error) {
	t.Helper()
	chooser := Chooser{
		Name: name, ByFlag: byFlag, Consoles: append(known(), "drun"), Environment: environment(variables...), Store: stored(t, workspaces),
		HasWorkspaces: func(console string) bool { return console == "drun" },
	}
	if flag != "-" {
		chooser.Workspace, chooser.WorkspaceByFlag = flag, true
	}
	return chooser.Choose()
}

func TestWhoChoosesTheWorkspace(t *testing.T) {
	t.Parallel()
	key, inEnvironment := "KEYCTL_API_KEY="+secret, "KEYCTL_WORKSPACE=7"
	for what, test := range map[string]struct {
		name      string
		byFlag    bool
		flag      string
		variables []string
		want      string
	}{
		"the profile":                           {"", false, "-", nil, "42"},
		"the environment before it":             {"", false, "-", []string{inEnvironment}, "7"},
		"also for a profile that it names":      {"team", false, "-", []string{inEnvironment}, "7"},
		"also for an account of its own":        {"", false, "-", []string{inEnvironment, key, "KEYCTL_CONSOLE=drun"}, "7"},
		"also for a profile that is left to it": {"left", true, "-", []string{inEnvironment, key}, "7"},
		"not for one that a flag names":         {"team", true, "-", []string{inEnvironment}, "42"},
		"not for a sandbox that a flag names":   {"sandbox-drun", true, "-", []string{inEnvironment}, ""},
		"for a sandbox that it names":           {"sandbox-drun", false, "-", []string{inEnvironment}, "7"},
		"not for a console without any":         {"", false, "-", []string{inEnvironment, key, "KEYCTL_CONSOLE=huddle01"}, ""},
		"not for a profile on such a console":   {"gpu", false, "-", []string{inEnvironment}, ""},
		"nonsense for such a console":           {"gpu", false, "-", []string{"KEYCTL_WORKSPACE=../.."}, ""},
		"nonsense that counts for nothing":      {"team", true, "-", []string{"KEYCTL_WORKSPACE=../.."}, "42"},
		"an empty variable":                     {"", false, "-", []string{"KEYCTL_WORKSPACE="}, "42"},
		"the flag before all":                   {"", false, "9", []string{inEnvironment}, "9"},
		"the flag for a sandbox":                {"sandbox-drun", true, "9", []string{inEnvironment}, "9"},
		"the flag, which may be refused later":  {"gpu", true, "9", nil, "9"},
		"the profile, which may be, too":        {"odd", true, "-", []string{inEnvironment}, "42"},
		"no workspace by flag":                  {"team", true, "", nil, ""},
		"no workspace, against the environment": {"", false, "", []string{inEnvironment}, ""},
		"no workspace in spite of the profile":  {"odd", true, "", nil, ""},
	} {
		got, err := inWorkspace(t, test.name, test.byFlag, test.flag, test.variables...)
		if err != nil || got.Options.Workspace != test.want {
			t.Errorf("%s: got %q, %v, want %q", what, got.Options.Workspace, err, test.want)
		}
	}
}

func TestWhatIsNoWorkspaceIsRefusedUnseen(t *testing.T) {
	t.Parallel()
	for _, text := range []string{" ", "a b", "..", "a/b", "4.2", "-1", "\x1b[2J", "é", strings.Repeat("1", 65), secret + "!"} {
		_, err := inWorkspace(t, "team", true, text)
		wrong(t, "by flag", err, errs.Usage, "--workspace is not the id of a workspace", "like 42")
		_, err = inWorkspace(t, "team", false, "-", "KEYCTL_WORKSPACE="+text)
		wrong(t, "by the environment", err, errs.Usage, "KEYCTL_WORKSPACE is not the id of a workspace", "like 42")
	}
}
