package config

import (
	"strings"

	"keyctl/client"
)

// Account is a profile to work with, or why it can't be worked with.
type Account struct {
	Profile Profile // with Err, its name and console only
	Err     error
}

// Every gives all accounts there are: the one that the environment describes,
// then the stored profiles in the order of their names, and the sandbox where it
// is the current profile. One that can't be worked with doesn't stand in the way
// of the others; where there is none at all, nobody is signed in.
//
// The environment's credential goes to the environment's account and to no
// other: each stored profile is asked as if -p named it, and one that leaves its
// credential to the environment only stands for an account of its own when
// KEYCTL_CONSOLE doesn't tell whose the credential is. It can't be worked with
// then.
func (c Chooser) Every() ([]Account, error) {
	file, accounts, err := c.remote()
	if err != nil {
		return nil, err
	}
	if sandbox, is := Sandbox(file.Current, c.Consoles); is {
		sandbox.ChosenBy = ByFile
		accounts = append(accounts, Account{Profile: sandbox})
	}
	if len(accounts) == 0 {
		return nil, c.notSignedIn(file)
	}
	return accounts, nil
}

// Remote gives the accounts of [Chooser.Every] that are on a console, which is
// all but a sandbox.
func (c Chooser) Remote() ([]Account, error) {
	file, accounts, err := c.remote()
	if err == nil && len(accounts) == 0 {
		err = c.notSignedIn(file)
	}
	return accounts, err
}

func (c Chooser) remote() (File, []Account, error) {
	file, err := c.Store.Read()
	if err != nil {
		return file, nil, err
	}
	var accounts []Account
	described := c.Environment("KEYCTL_CONSOLE") != "" && strings.TrimSpace(c.Environment("KEYCTL_API_KEY")) != ""
	if described {
		profile, err := c.fromEnvironment()
		if err == nil {
			profile, err = c.inWorkspace(profile)
		}
		if err != nil {
			return file, nil, err
		}
		profile.Shadows = "" // the stored ones are asked, too
		accounts = append(accounts, Account{Profile: profile})
	}
	for _, name := range file.Names() {
		stored := file.Profiles[name]
		if stored.Source() == FromEnvironment && described && c.describes(stored) {
			continue
		}
		accounts = append(accounts, c.account(name, stored))
	}
	return file, accounts, nil
}

// describes reports whether the environment's account is the one of a stored
// profile that leaves its credential to the environment.
func (c Chooser) describes(stored Stored) bool {
	sameBase := stored.BaseURL == "" || c.Environment("KEYCTL_BASE_URL") != ""
	return stored.Console == c.Environment("KEYCTL_CONSOLE") && sameBase
}

// account gives a stored profile, among others.
func (c Chooser) account(name string, stored Stored) Account {
	unusable := Account{Profile: Profile{Name: name, Console: stored.Console}}
	if stored.Source() == FromEnvironment && strings.TrimSpace(c.Environment("KEYCTL_API_KEY")) != "" {
		unusable.Err = client.Errorf(client.Usage, "its credential comes from the environment, which does not say that it is for this profile").
			WithHint("ask it alone with -p %s", name)
		return unusable
	}
	profile, err := c.stored(name, ByFlag, stored)
	if err != nil {
		unusable.Err = err
		return unusable
	}
	return Account{Profile: profile}
}
