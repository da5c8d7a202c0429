package doctor

import (
	"context"
	"errors"
	"fmt"

	"keyctl/account"
	"keyctl/client"
	"keyctl/client/network"
	"keyctl/cmd/cli"
	"keyctl/config"
	"keyctl/config/file"
	"keyctl/consoles"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/output/plain"
)

// diagnosis is one run of doctor.
type diagnosis struct {
	run      *cli.Run
	opener   account.Opener
	profile  config.Profile // zero where none is chosen
	dialect  client.Dialect
	findings []finding
}

func (d *diagnosis) found(check string, status status, mend, format string, values ...any) {
	d.findings = append(d.findings, finding{check, status, fmt.Sprintf(format, values...), mend})
}

// failed notes an error with its own hint.
func (d *diagnosis) failed(check string, status status, err error) {
	hint := ""
	if failure, ok := errors.AsType[*errs.Error](err); ok {
		hint = failure.Hint
	}
	// The text may be the console's, and repeat what it was sent.
	d.found(check, status, string(d.run.Redactor.Redact([]byte(hint))), "%s", d.run.Redactor.Redact([]byte(err.Error())))
}

// skipped notes checks that there was no way to make.
func (d *diagnosis) skipped(why string, checks ...string) {
	for _, check := range checks {
		d.found(check, statusSkipped, "", "%s", why)
	}
}

// examine runs the checks in the order in which a command needs what they are
// about. What an earlier one found wrong is not blamed on a later one.
func examine(ctx context.Context, run *cli.Run) []finding {
	d := &diagnosis{run: run, opener: run.Opener()}
	profiles := d.configuration()
	var chosen error
	if d.profile, chosen = d.opener.Choose(); chosen == nil {
		run.About(d.profile.Name)
		d.dialect, chosen = account.Dialect(d.profile)
	}
	d.checkProfile(chosen)
	d.keyring(ctx, profiles)
	d.journal(ctx)
	d.proxy(chosen == nil)
	d.certificates()
	if acct := d.credential(ctx, chosen == nil); acct != nil {
		defer acct.Close()
		d.console(ctx, acct)
	} else {
		d.skipped("not tried without a credential", "reachability", "access", "clock", "rate limit")
	}
	return d.findings
}

func (d *diagnosis) configuration() file.File {
	const check = "configuration"
	store := d.opener.Store()
	profiles, err := store.Read()
	switch {
	case err != nil:
		d.failed(check, statusWrong, err)
	case store.Path() == "":
		d.found(check, statusWarning, "set HOME to keep profiles", "there is no place for profiles: HOME is not set")
	case len(profiles.Profiles) == 0:
		d.found(check, statusOK, "", "no profiles are kept in %s", store.Path())
	default:
		if err := store.CheckOwner(); err != nil {
			d.failed(check, statusWrong, err)
			break
		}
		d.found(check, statusOK, "", "%s, profiles: %d", store.Path(), len(profiles.Profiles))
	}
	return profiles
}

func (d *diagnosis) checkProfile(err error) {
	switch {
	case err != nil && d.findings[0].Message == err.Error():
		d.skipped("the profiles file has to be mended first", "profile")
	case err != nil:
		d.failed("profile", statusWrong, err)
	case d.profile.Shadows != "":
		d.found("profile", statusWarning, "unset KEYCTL_API_KEY, or name the profile with -p", "%s on %s; KEYCTL_API_KEY comes before the credential of %s%s",
			d.profile.Name, d.profile.Console, d.profile.Shadows, ownWays(d.profile))
	default:
		d.found("profile", statusOK, "", "%s on %s, chosen by %s%s", d.profile.Name, d.profile.Console, d.profile.ChosenBy, ownWays(d.profile))
	}
}

// ownWays tells what a profile says otherwise than its console.
func ownWays(profile config.Profile) string {
	text := ""
	if said := account.Overrides(profile.Options); len(said) > 0 {
		text += "; it overrides " + plain.Join(said)
	}
	if profile.ModelURL != "" {
		text += "; secrets are tried at " + profile.ModelURL
	}
	return text
}

// keyring matters to the profile that keeps its credential there, and to
// nobody else but the next login.
func (d *diagnosis) keyring(ctx context.Context, profiles file.File) {
	err := d.opener.Keyring().Check(ctx)
	needed := d.profile.From == config.FromKeyring
	for _, stored := range profiles.Profiles {
		needed = needed || d.profile.Name == "" && config.SourceOf(stored) == config.FromKeyring
	}
	switch {
	case err == nil:
		d.found("keyring", statusOK, "", "it is there, and unlocked")
	case needed:
		d.failed("keyring", statusWrong, err)
	default:
		d.found("keyring", statusSkipped, "", "not needed here: %s", err)
	}
}

func (d *diagnosis) proxy(chosen bool) {
	switch {
	case !chosen || d.profile.Sandbox:
		d.found("proxy", statusSkipped, "", "there is no console to reach")
		return
	}
	base := d.profile.Base
	if base == "" {
		console, _ := consoles.Find(d.profile.Console)
		base = console.Dialect().Base
	}
	proxy, err := network.ProxyFor(base)
	switch {
	case err != nil:
		d.failed("proxy", statusWrong, err)
	case proxy == "":
		d.found("proxy", statusOK, "", "none; requests go straight to the console")
	default:
		d.found("proxy", statusOK, "", "%s, from the environment", proxy)
	}
}

func (d *diagnosis) certificates() {
	path := d.opener.CAFile(d.profile)
	if path == "" {
		d.found("certificates", statusOK, "", "those of the system")
		return
	}
	if err := network.CheckCA(path); err != nil {
		d.failed("certificates", statusWrong, err)
		return
	}
	d.found("certificates", statusOK, "", "those of the system, and %s", safetext.Quote(path))
}

func (d *diagnosis) credential(ctx context.Context, chosen bool) *account.Account {
	if !chosen {
		d.found("credential", statusSkipped, "", "there is no profile to take it from")
		return nil
	}
	acct, err := d.opener.Connect(ctx, d.profile, d.dialect, d.opener.Credential)
	if err != nil {
		d.failed("credential", statusWrong, err)
		return nil
	}
	d.found("credential", statusOK, "", "%s, from: %s", acct.Masked(), d.profile.From)
	return acct
}
