package cmd

import (
	"context"
	"errors"
	"fmt"
	"time"

	"keyctl/client"
	"keyctl/config"
	"keyctl/consoles"
)

// diagnosis is one run of doctor.
type diagnosis struct {
	*app
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
	d.found(check, status, hint, "%s", err)
}

// examine runs the checks in the order in which a command needs what they are
// about. What an earlier one found wrong is not blamed on a later one.
func (a *app) examine(ctx context.Context) []finding {
	d := &diagnosis{app: a}
	file := d.configuration()
	chosen := a.choose()
	d.profile(chosen)
	d.keyring(ctx, file)
	d.proxy(chosen == nil)
	d.certificates()
	if s := d.credential(ctx, chosen == nil); s != nil {
		defer s.close()
		d.console(ctx, s)
	} else {
		for _, check := range []string{"reachability", "access", "clock", "rate limit"} {
			d.found(check, statusSkipped, "", "not tried without a credential")
		}
	}
	return d.findings
}

func (d *diagnosis) configuration() config.File {
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
	case err != nil:
		d.failed("profile", statusWrong, err)
	case d.app.profile.Shadows != "":
		d.found("profile", statusWarning, "unset KEYCTL_API_KEY, or name the profile with -p", "%s on %s; KEYCTL_API_KEY comes before the stored credential of %s",
			d.app.profile.Name, d.app.profile.Console, d.app.profile.Shadows)
	default:
		d.found("profile", statusOK, "", "%s on %s, chosen by %s", d.app.profile.Name, d.app.profile.Console, d.app.profile.ChosenBy)
	}
}

// keyring matters to the profile that keeps its credential there, and to
// nobody else but the next login.
func (d *diagnosis) keyring(ctx context.Context, file config.File) {
	err := d.app.keyring().Check(ctx)
	needed := d.app.profile.From == config.FromKeyring
	for _, stored := range file.Profiles {
		needed = needed || d.app.profile.Name == "" && stored.Source() == config.FromKeyring
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
		d.found("proxy", statusSkipped, "", "no address to ask for")
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
		d.found("credential", statusSkipped, "", "no profile is chosen")
		return nil
	}
	s, err := d.connect(ctx, d.app.profile, d.app.credential)
	if err != nil {
		d.failed("credential", statusWrong, err)
		return nil
	}
	d.found("credential", statusOK, "", "%s, from: %s", s.Masked(), d.app.profile.From)
	return s
}

// console reads the list once, which tells the rest.
func (d *diagnosis) console(ctx context.Context, s *session) {
	keys, since := 0, time.Now()
	var failure error
	for _, err := range s.List(ctx) {
		if failure = err; err == nil {
			keys++
		}
	}
	took := time.Since(since).Round(time.Millisecond)
	answered, ok := s.Answered()
	switch {
	case !ok:
		d.failed("reachability", statusWrong, failure)
		d.found("access", statusSkipped, "", "the console did not answer")
	case client.KindOf(failure) == client.Unreachable:
		d.failed("reachability", statusWrong, failure)
		d.found("access", statusSkipped, "", "the answer cannot be used")
	case failure != nil:
		d.found("reachability", statusOK, "", "%s answers", s.Origin())
		d.failed("access", statusWrong, failure)
	default:
		d.found("reachability", statusOK, "", "%s answered within %s", s.Origin(), took)
		d.found("access", statusOK, "", "the credential works; keys: %d", keys)
	}
	d.clock(answered)
	d.rateLimit(answered)
}

// What a clock may be wrong by: expiries are told in days, and certificates
// fail by the hour.
const (
	clockWarning = 30 * time.Second
	clockWrong   = 5 * time.Minute
)

func (d *diagnosis) clock(answered client.Answered) {
	if answered.Date.IsZero() {
		d.found("clock", statusSkipped, "", "the console told no time")
		return
	}
	off := answered.Arrived.Sub(answered.Date).Truncate(time.Second)
	const mend = "set this machine's clock, as with `timedatectl set-ntp true`"
	switch {
	case off.Abs() > clockWrong:
		d.found("clock", statusWrong, mend, "it is %s off the console's", off.Abs())
	case off.Abs() > clockWarning:
		d.found("clock", statusWarning, mend, "it is %s off the console's", off.Abs())
	default:
		d.found("clock", statusOK, "", "it agrees with the console's")
	}
}

func (d *diagnosis) rateLimit(answered client.Answered) {
	switch {
	case answered.Remaining < 0:
		d.found("rate limit", statusSkipped, "", "the console tells none")
	case answered.Remaining == 0 && !answered.Reset.IsZero():
		d.found("rate limit", statusWarning, "wait until "+answered.Reset.Format(time.RFC3339), "no request is left")
	case answered.Remaining == 0:
		d.found("rate limit", statusWarning, "wait before the next command", "no request is left")
	case answered.Limit > 0:
		d.found("rate limit", statusOK, "", "requests left: %d of %d", answered.Remaining, answered.Limit)
	default:
		d.found("rate limit", statusOK, "", "requests left: %d", answered.Remaining)
	}
}
