package cmd

import "keyctl/config"

// everyAccount gives all accounts that there are. Each is opened by itself,
// with [app.as] and [app.enter].
func (a *app) everyAccount() ([]config.Account, error) { return a.chooser().Every() }

// as gives the same run of the program, at work for another profile: its rows,
// notes and prompts are that profile's.
func (a *app) as(profile config.Profile) *app {
	other := *a
	other.profile = profile
	return &other
}
