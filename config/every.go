package config

import (
	"strings"

	"keyctl/config/file"
	"keyctl/internal/errs"
)

// Account is a profile that a command can work with, or the reason why it can't.
type Account struct {
	Profile Profile // with Err, its name and console only
	Err     error
}

// Every gives all accounts there are: the one that the environment describes,
// then the stored profiles in the order of their names, and the sandbox where it
// is the current profile. One that can't be worked with doesn't stop the others;
// where there is none at all, nobody is signed in.
//
// The environment's credential goes to the environment's account and to no
// other: each stored profile is asked as if -p named it, and one that leaves its
// credential to the environment only stands for an account of its own when
// KEYCTL_CONSOLE doesn't say which account the credential is for. It can't be
// worked with then.
func (c Chooser) Every() ([]Account, error) {
	profiles, accounts, err := c.remote()
	if err != nil {
		return nil, err
	}
	if sandbox, is := Sandbox(profiles.Current, c.Consoles); is {
		sandbox.ChosenBy = ByFile
		accounts = append(accounts, Account{Profile: sandbox})
	}
	if len(accounts) == 0 {
		return nil, c.notSignedIn(profiles)
	}
	return accounts, nil
}

// Remote gives the accounts of [Chooser.Every] that are on a console, which is
// all but a sandbox.
func (c Chooser) Remote() ([]Account, error) {
	profiles, accounts, err := c.remote()
	if err == nil && len(accounts) == 0 {
		err = c.notSignedIn(profiles)
	}
	return accounts, err
}

// remote gives the accounts that are on a console, and the profiles file.
func (c Chooser) remote() (file.File, []Account, error) {
	profiles, err := c.Store.Read()
	if err != nil {
		return profiles, nil, err
	}
	var accounts []Account
	described := c.Environment("KEYCTL_CONSOLE") != "" && strings.TrimSpace(c.Environment("KEYCTL_API_KEY")) != ""
	if described {
		profile, err := c.environmentProfile()
		if err == nil {
			profile, err = c.inWorkspace(profile)
		}
		if err != nil {
			return profiles, nil, err
		}
		profile.Shadows = "" // the stored ones are asked, too
		accounts = append(accounts, Account{Profile: profile})
	}
	for _, name := range profiles.Names() {
		stored := profiles.Profiles[name]
		if SourceOf(stored) == FromEnvironment && described && c.describes(stored) {
			continue
		}
		accounts = append(accounts, c.account(name, stored))
	}
	return profiles, accounts, nil
}

// describes reports whether the environment's account is the one of a stored
// profile that leaves its credential to the environment.
func (c Chooser) describes(stored file.Stored) bool {
	sameBase := stored.BaseURL == "" || c.Environment("KEYCTL_BASE_URL") != ""
	return stored.Console == c.Environment("KEYCTL_CONSOLE") && sameBase
}

// account gives a stored profile as one of several accounts.
func (c Chooser) account(name string, stored file.Stored) Account {
	unusable := Account{Profile: Profile{Name: name, Console: stored.Console}}
	if SourceOf(stored) == FromEnvironment && strings.TrimSpace(c.Environment("KEYCTL_API_KEY")) != "" {
		unusable.Err = errs.Errorf(errs.Usage, "its credential comes from the environment, which does not say that it is for this profile").
			WithHint("ask it alone with -p %s", name)
		return unusable
	}
	profile, err := c.storedProfile(name, ByFlag, stored)
	if err != nil {
		unusable.Err = err
		return unusable
	}
	return Account{Profile: profile}
}
