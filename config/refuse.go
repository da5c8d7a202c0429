package config

import (
	"slices"
	"strings"

	"keyctl/config/file"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/suggest"
)

// checkKnown refuses a console that does not exist; where is what names it.
func (c Chooser) checkKnown(console, where string) error {
	if slices.Contains(c.Consoles, console) {
		return nil
	}
	return errs.Errorf(errs.Usage, "there is no console %s, which %s names", safetext.Quote(console), where).
		WithHint("%sthe consoles are: %s", suggest.Hint(console, c.Consoles), strings.Join(c.Consoles, ", "))
}

// checkAgrees refuses a profile that contradicts the environment's console, unless
// a flag names it.
func (c Chooser) checkAgrees(profile Profile) error {
	console := c.Environment("KEYCTL_CONSOLE")
	if profile.ChosenBy == ByFlag && profile.From != FromEnvironment || console == "" || console == profile.Console {
		return nil
	}
	return errs.Errorf(errs.Usage, "the profile %s is for %s, and KEYCTL_CONSOLE is %s: they contradict each other",
		safetext.Quote(profile.Name), safetext.Quote(profile.Console), safetext.Quote(console)).
		WithHint("unset KEYCTL_CONSOLE, or name the profile with -p")
}

// UnknownProfile is the error for a name that no profile has.
func UnknownProfile(name string, profiles file.File, consoles []string) error {
	names := append(profiles.Names(), Sandboxes(consoles)...)
	return errs.Errorf(errs.Usage, "there is no profile %s", safetext.Quote(name)).
		WithHint("%sthe profiles are: %s; `login` adds one", suggest.Hint(name, names), strings.Join(names, ", "))
}

// notSignedIn is the error when nothing names an account.
func (c Chooser) notSignedIn(profiles file.File) error {
	switch {
	case c.Environment("KEYCTL_API_KEY") != "":
		return c.credentialWithoutConsole()
	case len(profiles.Profiles) > 0:
		return errs.Errorf(errs.Denied, "no profile is chosen").
			WithHint("choose one for good with `profile use`, or for once with -p: %s", strings.Join(profiles.Names(), ", "))
	}
	return errs.Errorf(errs.Denied, "not signed in to any console").
		WithHint("sign in with `login --console %s`, set KEYCTL_CONSOLE and KEYCTL_API_KEY, or try the sandbox with -p sandbox", strings.Join(c.Consoles, "|"))
}

// credentialWithoutConsole is the error for a credential without a console that it
// may be sent to.
func (c Chooser) credentialWithoutConsole() error {
	return errs.Errorf(errs.Usage, "KEYCTL_API_KEY is set, but not for which console").
		WithHint("set KEYCTL_CONSOLE to %s; or unset KEYCTL_API_KEY, or name a profile with -p or KEYCTL_PROFILE", strings.Join(c.Consoles, " or "))
}

// consoleWithoutCredential is the error for an environment that names a console,
// but holds no credential.
func (c Chooser) consoleWithoutCredential(console string, profiles file.File) error {
	hint := "set KEYCTL_API_KEY to the credential that manages its keys"
	for _, name := range profiles.Names() {
		if profiles.Profiles[name].Console == console {
			hint += ", or use the profile " + name + " with -p"
			break
		}
	}
	return errs.Errorf(errs.Denied, "not signed in to %s", console).WithHint("%s", hint)
}
