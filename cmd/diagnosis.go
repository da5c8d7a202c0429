package cmd

import (
	"context"
	"errors"
	"fmt"

	"keyctl/client"
	"keyctl/config"
	"keyctl/config/file"
	"keyctl/consoles"
)

// diagnosis is one run of doctor.
type diagnosis struct {
	*app
	dialect  client.Dialect
	findings []finding
}

func (d *diagnosis) found(check string, status status, mend, format string, values ...any) {
	d.findings = append(d.findings, finding{check, status, fmt.Sprintf(format, values...), mend})
}

// failed notes an error with its own hint.
func (d *diagnosis) failed(check string, status status, err error) {
	hint := ""
	if failure, ok := errors.AsType[*client.Error](err); ok {
		hint = failure.Hint
	}
	// The text may be the console's, and repeat what it was sent.
	d.found(check, status, string(d.redactor.Redact([]byte(hint))), "%s", d.redactor.Redact([]byte(err.Error())))
}

// skipped notes checks that there was no way to make.
func (d *diagnosis) skipped(why string, checks ...string) {
	for _, check := range checks {
		d.found(check, statusSkipped, "", "%s", why)
	}
}

// examine runs the checks in the order in which a command needs what they are
// about. What an earlier one found wrong is not blamed on a later one.
func (a *app) examine(ctx context.Context) []finding {
	d := &diagnosis{app: a}
	file := d.configuration()
	chosen := a.choose()
	if chosen == nil {
		d.dialect, chosen = speak(a.profile)
	}
	d.profile(chosen)
	d.keyring(ctx, file)
	d.journal(ctx)
	d.proxy(chosen == nil)
	d.certificates()
	if s := d.credential(ctx, chosen == nil); s != nil {
		defer s.close()
		d.console(ctx, s)
	} else {
		d.skipped("not tried without a credential", "reachability", "access", "clock", "rate limit")
	}
	return d.findings
}

func (d *diagnosis) configuration() file.File {
	const check = "configuration"
	store := d.store()
	file, err := store.Read()
	switch {
	case err != nil:
		d.failed(check, statusWrong, err)
	case store.Path() == "":
		d.found(check, statusWarning, "set HOME to keep profiles", "there is no place for profiles: HOME is not set")
	case len(file.Profiles) == 0:
		d.found(check, statusOK, "", "no profiles are kept in %s", store.Path())
	default:
		if err := store.CheckOwner(); err != nil {
			d.failed(check, statusWrong, err)
			break
		}
		d.found(check, statusOK, "", "%s, profiles: %d", store.Path(), len(file.Profiles))
	}
	return file
}

func (d *diagnosis) profile(err error) {
	switch {
	case err != nil && d.findings[0].Message == err.Error():
		d.skipped("the profiles file has to be mended first", "profile")
	case err != nil:
		d.failed("profile", statusWrong, err)
	case d.app.profile.Shadows != "":
		d.found("profile", statusWarning, "unset KEYCTL_API_KEY, or name the profile with -p", "%s on %s; KEYCTL_API_KEY comes before the credential of %s%s",
			d.app.profile.Name, d.app.profile.Console, d.app.profile.Shadows, ownWays(d.app.profile))
	default:
		d.found("profile", statusOK, "", "%s on %s, chosen by %s%s", d.app.profile.Name, d.app.profile.Console, d.app.profile.ChosenBy, ownWays(d.app.profile))
	}
}

// ownWays tells what a profile says otherwise than its console.
func ownWays(profile config.Profile) string {
	text := ""
	if said := overrides(profile.Options); len(said) > 0 {
		text += "; it overrides " + join(said)
	}
	if profile.ModelURL != "" {
		text += "; secrets are tried at " + profile.ModelURL
	}
	return text
}

// keyring matters to the profile that keeps its credential there, and to
// nobody else but the next login.
func (d *diagnosis) keyring(ctx context.Context, file file.File) {
	err := d.app.keyring().Check(ctx)
	needed := d.app.profile.From == config.FromKeyring
	for _, stored := range file.Profiles {
		needed = needed || d.app.profile.Name == "" && config.SourceOf(stored) == config.FromKeyring
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
	case !chosen || d.app.profile.Sandbox:
		d.found("proxy", statusSkipped, "", "there is no console to reach")
		return
	}
	base := d.app.profile.Base
	if base == "" {
		console, _ := consoles.Find(d.app.profile.Console)
		base = console.Dialect().Base
	}
	proxy, err := client.ProxyFor(base)
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
	path := d.caFile(d.app.profile)
	if path == "" {
		d.found("certificates", statusOK, "", "those of the system")
		return
	}
	if err := client.CheckCA(path); err != nil {
		d.failed("certificates", statusWrong, err)
		return
	}
	d.found("certificates", statusOK, "", "those of the system, and %s", client.Quote(path))
}

func (d *diagnosis) credential(ctx context.Context, chosen bool) *session {
	if !chosen {
		d.found("credential", statusSkipped, "", "there is no profile to take it from")
		return nil
	}
	s, err := d.connect(ctx, d.app.profile, d.dialect, d.app.credential)
	if err != nil {
		d.failed("credential", statusWrong, err)
		return nil
	}
	d.found("credential", statusOK, "", "%s, from: %s", s.Masked(), d.app.profile.From)
	return s
}
