package recover

import (
	"context"

	"keyctl/account"
	"keyctl/client"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/config/file"
	"keyctl/consoles"
	"keyctl/custody/journal"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// profileOf finds the profile that an entry's key was made with.
func profileOf(run *cli.Run, entry *journal.Entry) (config.Profile, error) {
	console, found := consoles.Find(entry.Console)
	if !found {
		return config.Profile{}, errs.Errorf(errs.Failed, "there is no console %s any more", safetext.Quote(entry.Console)).
			WithHint("a keyctl that knows it can recover this")
	}
	gone := errs.Errorf(errs.Usage, "the key was made with the profile %s on %s, which is not at hand", safetext.Quote(entry.Profile), entry.Console).
		WithHint("set the environment as it was then, or sign in to that profile again")
	if entry.Profile == file.EnvironmentProfile && run.Environment("KEYCTL_CONSOLE") == "" {
		return config.Profile{}, gone
	}
	chooser := run.Opener().Chooser()
	if entry.Profile != file.EnvironmentProfile {
		chooser.Name, chooser.ByFlag = entry.Profile, true
	}
	if console.Dialect().Workspace != nil {
		chooser.Workspace, chooser.WorkspaceByFlag = entry.Workspace, true
	}
	profile, err := chooser.Choose()
	if err != nil {
		return profile, err
	}
	run.About(profile.Name)
	if profile.Name != entry.Profile || profile.Console != entry.Console {
		return profile, gone
	}
	return profile, nil
}

// nominally is [profileOf] for what needs no console: what is kept can be
// delivered also when its profile is gone.
func nominally(run *cli.Run, entry *journal.Entry) (config.Profile, error) {
	profile, err := profileOf(run, entry)
	if _, found := consoles.Find(entry.Console); !found || err == nil || !entry.Sealed() {
		return profile, err
	}
	run.About(entry.Profile)
	return config.Profile{Name: entry.Profile, Console: entry.Console, Options: client.Options{Workspace: entry.Workspace}}, nil
}

// openFor opens the account of an entry. It fails where that leads to another
// console than the one the create was sent to.
func openFor(ctx context.Context, run *cli.Run, entry *journal.Entry) (*account.Account, error) {
	profile, err := profileOf(run, entry)
	if err != nil {
		return nil, err
	}
	acct, err := run.Opener().Open(ctx, profile)
	if err != nil {
		return nil, err
	}
	if acct.Origin() != entry.Origin {
		acct.Close()
		return nil, errs.Errorf(errs.Denied, "the key was made at %s, and the profile leads to %s now", safetext.Quote(entry.Origin), safetext.Quote(acct.Origin())).
			WithHint("`recover %s --forget` ends the entry", entry.ID)
	}
	return acct, nil
}
