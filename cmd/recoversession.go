package cmd

import (
	"context"

	"keyctl/client"
	"keyctl/config"
	"keyctl/config/file"
	"keyctl/consoles"
	"keyctl/custody/journal"
)

// assume takes the profile of an entry for the command's own.
func (a *app) assume(entry *journal.Entry) error {
	console, found := consoles.Find(entry.Console)
	if !found {
		return client.Errorf(client.Failed, "there is no console %s any more", client.Quote(entry.Console)).
			WithHint("a keyctl that knows it can recover this")
	}
	gone := client.Errorf(client.Usage, "the key was made with the profile %s on %s, which is not at hand", client.Quote(entry.Profile), entry.Console).
		WithHint("set the environment as it was then, or sign in to that profile again")
	if entry.Profile == file.EnvironmentProfile && a.system.Environment("KEYCTL_CONSOLE") == "" {
		return gone
	}
	chooser := a.chooser()
	if entry.Profile != file.EnvironmentProfile {
		chooser.Name, chooser.ByFlag = entry.Profile, true
	}
	if console.Dialect().Workspace != nil {
		chooser.Workspace, chooser.WorkspaceByFlag = entry.Workspace, true
	}
	profile, err := chooser.Choose()
	if err != nil {
		return err
	}
	a.profile = profile
	if profile.Name != entry.Profile || profile.Console != entry.Console {
		return gone
	}
	return nil
}

// nominally takes over whose key it is, for what needs no console: what is kept
// can be delivered also when its profile is gone.
func (a *app) nominally(entry *journal.Entry) error {
	err := a.assume(entry)
	if _, found := consoles.Find(entry.Console); !found || err == nil || !entry.Sealed() {
		return err
	}
	a.profile = config.Profile{Name: entry.Profile, Console: entry.Console, Options: client.Options{Workspace: entry.Workspace}}
	return nil
}

// enterFor opens the session of an entry, which goes to the console that the
// create went to, or nowhere.
func (a *app) enterFor(ctx context.Context, entry *journal.Entry) (*session, error) {
	if err := a.assume(entry); err != nil {
		return nil, err
	}
	s, err := a.enter(ctx)
	if err != nil {
		return nil, err
	}
	if s.Origin() != entry.Origin {
		s.close()
		return nil, client.Errorf(client.Denied, "the key was made at %s, and the profile leads to %s now", client.Quote(entry.Origin), client.Quote(s.Origin())).
			WithHint("`recover %s --forget` ends the entry", entry.ID)
	}
	return s, nil
}
