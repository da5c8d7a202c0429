package signin

import (
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"keyctl/account"
	"keyctl/client"
	"keyctl/client/network"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/config/file"
	"keyctl/consoles"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/suggest"
)

// loginPlan is what a login is going to write.
type loginPlan struct {
	profile config.Profile
	stored  file.Stored
	before  *file.Stored // the profile that is there already
	dialect client.Dialect
}

// planLogin works out the profile, or refuses what can't be meant.
func planLogin(run *cli.Run, o loginOptions) (loginPlan, error) {
	profiles, err := run.Opener().Store().Read()
	if err != nil {
		return loginPlan{}, err
	}
	// Without a name the profile is called like its console; without either,
	// the current one is renewed.
	name := cmp.Or(run.Settings.Profile, o.console, profiles.Current)
	plan := loginPlan{}
	if before, known := profiles.Profiles[name]; known {
		plan.stored, plan.before = before, &before
		if err := run.Opener().Store().CheckOwner(); err != nil {
			return loginPlan{}, err // where it leads may be another's wish
		}
	}
	if err := plan.complete(o); err != nil {
		return loginPlan{}, err
	}
	if run.Flags.Changed("workspace") {
		plan.stored.Workspace = run.Flag("workspace")
	}
	if _, err := profiles.With(name, plan.stored); err != nil {
		return loginPlan{}, err
	}
	if run.Flag("ca-file") != "" {
		if plan.stored.CAFile, err = filepath.Abs(run.Flag("ca-file")); err != nil {
			return loginPlan{}, errs.Errorf(errs.Usage, "cannot find %s: %w", safetext.Quote(run.Flag("ca-file")), err)
		}
	}
	plan.profile = config.ProfileOf(name, plan.stored)
	if plan.dialect, err = account.Dialect(plan.profile); err != nil {
		return loginPlan{}, err
	}
	plan.profile.ChosenBy = config.ByFile
	switch {
	case run.Flags.Changed("profile"), run.Settings.Profile == "" && o.console != "":
		plan.profile.ChosenBy = config.ByFlag
	case run.Settings.Profile != "":
		plan.profile.ChosenBy = config.ByEnvironment
	}
	return plan, o.goesWith(plan.profile)
}

// complete puts what the flags say into the profile. A profile that is there
// keeps its console and origin: other commands rely on where it leads.
func (p *loginPlan) complete(o loginOptions) error {
	other := func(what string) error {
		return errs.Errorf(errs.Conflict, "this profile exists already, with another %s", what).
			WithHint("choose another name with --profile, or remove it with `profile remove`")
	}
	switch {
	case o.console == "" && p.before == nil:
		return errs.Errorf(errs.Usage, "--console is missing").WithHint("give one of %s", strings.Join(consoles.Names(), ", "))
	case o.console != "" && p.before != nil && o.console != p.before.Console:
		return other("console")
	case o.console != "":
		p.stored.Console = o.console
	}
	console, known := consoles.Find(p.stored.Console)
	if !known {
		return errs.Errorf(errs.Usage, "there is no console %s", safetext.Quote(p.stored.Console)).
			WithHint("%sthe consoles are: %s", suggest.Hint(p.stored.Console, consoles.Names()), strings.Join(consoles.Names(), ", "))
	}
	base, err := originOf(p.stored.BaseURL, console)
	if o.base != "" {
		var given string
		if given, err = originOf(o.base, console); err == nil && p.before != nil && given != base {
			return other("origin")
		}
		p.stored.BaseURL = o.base
	}
	return errors.Join(err, p.keeping(o))
}

// originOf is where a base URL leads, "" is the console's own.
func originOf(base string, console consoles.Console) (string, error) {
	if base == "" {
		base = console.Dialect().Base
	}
	parsed, err := network.ParseBase(base)
	if err != nil {
		return "", err
	}
	return network.Origin(parsed), nil
}

// keeping decides where the credential will be kept.
func (p *loginPlan) keeping(o loginOptions) error {
	valid := []string{string(file.KeepOS), string(file.KeepFile), string(file.KeepNone)}
	switch {
	case o.keyring != "" && !slices.Contains(valid, o.keyring):
		return errs.Errorf(errs.Usage, "--keyring %s cannot be used", safetext.Quote(o.keyring)).
			WithHint("%sgive os, file or none", suggest.Hint(o.keyring, valid))
	case len(o.command) > 0 && o.keyring != "" && o.keyring != string(file.KeepNone):
		return errs.Errorf(errs.Usage, "a command that prints the credential and --keyring %s contradict each other", o.keyring).
			WithHint("leave one of them out: nothing is kept where a command prints the credential")
	case len(o.command) > 0:
		p.stored.Keyring, p.stored.CredentialCommand = file.KeepNone, o.command
	case o.keyring != "":
		p.stored.Keyring, p.stored.CredentialCommand = file.Keeping(o.keyring), nil
	case p.before == nil:
		p.stored.Keyring = file.KeepOS
	}
	return nil
}

// goesWith refuses ways of giving a credential that contradict each other, or
// the place where it comes from.
func (o loginOptions) goesWith(profile config.Profile) error {
	given := o.keyStdin || o.keyFile != ""
	switch {
	case o.keyStdin && o.keyFile != "":
		return errs.Errorf(errs.Usage, "--key-stdin and --key-file do not go together").WithHint("give the credential in one way")
	case given && profile.From == config.FromCommand:
		return errs.Errorf(errs.Usage, "the credential comes from the profile's command, not from stdin or a file").
			WithHint("add --keyring os or --keyring file to keep it, or leave --key-stdin and --key-file out")
	case given && profile.From == config.FromEnvironment:
		return errs.Errorf(errs.Usage, "with --keyring none nothing is kept, and the credential comes from KEYCTL_API_KEY").
			WithHint("leave --key-stdin and --key-file out, or choose --keyring os or --keyring file")
	}
	return nil
}
