package cli

import (
	"context"

	"keyctl/account"
	"keyctl/client"
	"keyctl/config"
	"keyctl/consoles"
)

// Opener opens accounts with the settings of this run.
func (r *Run) Opener() account.Opener {
	opener := account.Opener{
		Environment: r.Environment, Stdin: r.In, Terminal: r.Terminal, Notes: r.Notes, Redactor: r.Redactor, Settings: r.Settings,
		ProfileByFlag: r.Flags.Changed("profile"), Workspace: r.Flag("workspace"), WorkspaceByFlag: r.Flags.Changed("workspace"),
		Program: r.Name, UserAgent: "keyctl/" + r.Version, Windows: r.windows,
		Began:      func(entry string) { r.begun[entry] = true },
		Unattended: r.unattended, Spins: r.Spins(),
	}
	if r.debug {
		opener.Trace = r.Stderr
	}
	return opener
}

// Began reports whether this run added an entry to the journal.
func (r *Run) Began(entry string) bool { return r.begun[entry] }

// Open chooses the profile and opens its account.
func (r *Run) Open(ctx context.Context, checks ...func(client.Dialect) error) (*account.Account, error) {
	return r.OpenWith(ctx, r.Opener(), checks...)
}

// OpenWith is [Run.Open] with an opener of the caller's.
func (r *Run) OpenWith(ctx context.Context, opener account.Opener, checks ...func(client.Dialect) error) (*account.Account, error) {
	profile, err := r.Choose(opener)
	if err != nil {
		return nil, err
	}
	return opener.Open(ctx, profile, checks...)
}

// Choose chooses the profile that the command is about. It warns where the
// environment's credential comes before the profile's.
func (r *Run) Choose(opener account.Opener) (config.Profile, error) {
	profile, err := opener.Choose()
	if err != nil {
		return profile, err
	}
	r.About(profile.Name)
	if shadowed := profile.Shadows; shadowed != "" {
		r.Warn("KEYCTL_API_KEY in the environment comes before the credential of the profile %s", shadowed)
	}
	return profile, nil
}

// About sets the profile that an error line begins with.
func (r *Run) About(profile string) { r.profile = profile }

// Subject is the profile that an error line begins with, "" for none.
func (r *Run) Subject() string { return r.profile }

// RedactPrefixes redacts what begins like the secrets of any console. It is for
// text that may quote a word typed in the wrong place.
func (r *Run) RedactPrefixes() {
	for _, console := range consoles.All() {
		r.Redactor.RegisterPrefix(console.Dialect().KeyPrefix)
	}
}
