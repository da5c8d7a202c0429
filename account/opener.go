package account

import (
	"io"
	"os"
	"strings"
	"time"

	"keyctl/client"
	"keyctl/config"
	"keyctl/config/file"
	"keyctl/consoles"
	"keyctl/internal/redact"
	"keyctl/internal/terminal"
	"keyctl/output/notes"
)

// Opener holds what all accounts of a command share. It is a value: a copy with
// other settings opens other accounts.
type Opener struct {
	Environment func(string) string
	Stdin       *os.File // for a command that prints a credential
	Terminal    terminal.Terminal
	Notes       notes.Notes
	Redactor    *redact.Redactor
	Settings    config.Settings

	ProfileByFlag   bool   // Settings.Profile is the value of --profile
	Workspace       string // the value of --workspace
	WorkspaceByFlag bool   // --workspace was given
	Everyone        bool   // also the keys of the workspace's other members, to look at

	Program   string // the name in commands that hints give
	UserAgent string
	Trace     io.Writer          // gets a line for each request and answer; nil is none
	Windows   *client.Windows    // what the clients of one credential share
	Began     func(entry string) // called with each entry that is added to the journal

	// Unattended says that nobody may be asked anything, and that no credential
	// command runs: a shell asks for completions.
	Unattended bool
	// Spins says that long waits are shown by the terminal's spinner.
	Spins bool
	// Resting is called before a wait for the console's limit of requests; nil
	// announces the wait on the terminal.
	Resting func(pause time.Duration)
}

// Store is the profiles file.
func (o Opener) Store() file.Store { return config.NewStore(o.Environment) }

// Chooser chooses a profile: flag before environment before the current profile.
func (o Opener) Chooser() config.Chooser {
	return config.Chooser{
		Name: o.Settings.Profile, ByFlag: o.ProfileByFlag,
		Consoles: consoles.Names(), Environment: o.Environment, Store: o.Store(),
		Workspace: o.Workspace, WorkspaceByFlag: o.WorkspaceByFlag, HasWorkspaces: hasWorkspaces,
	}
}

// Choose finds the profile to work with.
func (o Opener) Choose() (config.Profile, error) {
	profile, err := o.Chooser().Choose()
	if err != nil {
		return config.Profile{}, err
	}
	profile.Options.Everyone = o.Everyone
	return profile, nil
}

// Command is a command line of this program, to be pasted.
func (o Opener) Command(words string) string { return strings.TrimSpace(o.Program + " " + words) }
