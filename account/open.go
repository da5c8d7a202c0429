package account

import (
	"cmp"
	"context"
	"time"

	"keyctl/client"
	"keyctl/client/network"
	"keyctl/config"
	"keyctl/consoles"
	"keyctl/internal/errs"
)

// Open makes the client of a profile. It sends nothing. What the checks refuse is
// refused before the credential is fetched.
func (o Opener) Open(ctx context.Context, profile config.Profile, checks ...func(client.Dialect) error) (*Account, error) {
	dialect, err := Dialect(profile)
	if err != nil {
		return nil, err
	}
	for _, check := range checks {
		if err := check(dialect); err != nil {
			return nil, err
		}
	}
	return o.Connect(ctx, profile, dialect, o.Credential)
}

// Fetch gets the credential of a profile whose base URL has the origin.
type Fetch func(ctx context.Context, profile config.Profile, origin string) (client.Credential, error)

// Connect makes the client of a profile that speaks a dialect.
func (o Opener) Connect(ctx context.Context, profile config.Profile, dialect client.Dialect, credential Fetch) (*Account, error) {
	settings := o.clientSettings(dialect, profile)
	o.Redactor.RegisterPrefix(settings.Dialect.KeyPrefix)
	opened := &Account{Profile: profile}
	if profile.Sandbox {
		if o.Unattended && !exists(sandboxFile()) {
			return nil, errs.Errorf(errs.NotFound, "the sandbox is empty")
		}
		console, _ := consoles.Find(profile.Console)
		embedded, err := enterSandbox(&settings, console)
		if err != nil {
			return nil, err
		}
		opened.closers = append(opened.closers, embedded)
	} else if err := bind(ctx, &settings, profile, credential); err != nil {
		return nil, err
	}
	o.Redactor.Register(settings.Credential.Secret)
	settings.Window = o.Windows.For(settings.Credential, dialect.Limit)
	var err error
	if opened.Client, err = client.New(settings); err != nil {
		opened.Close()
		return nil, err
	}
	opened.closers = append([]func(){opened.Client.Close}, opened.closers...)
	o.announceWaits(opened)
	return opened, nil
}

// clientSettings are those that don't depend on the credential.
func (o Opener) clientSettings(dialect client.Dialect, profile config.Profile) client.Settings {
	settings := client.Settings{
		Dialect: dialect, Base: profile.Base, CAFile: o.CAFile(profile), ModelURL: profile.ModelURL,
		Timeout: o.Settings.Timeout, UserAgent: o.UserAgent, Trace: o.Trace,
		Resting: func(pause time.Duration) { o.rest(dialect, pause) },
	}
	if o.Spins {
		settings.Waiting = o.Terminal.Spinner.Wait
	}
	for _, name := range []string{"HTTPS_PROXY", "https_proxy"} {
		o.Redactor.RegisterProxy(o.Environment(name))
	}
	return settings
}

// CAFile names the certificates that are trusted in addition to the system's: a
// flag comes before the environment, and that before the profile.
func (o Opener) CAFile(profile config.Profile) string {
	return cmp.Or(o.Settings.CAFile, profile.CAFile)
}

// bind fetches the credential once the base URL is known to be one.
func bind(ctx context.Context, settings *client.Settings, profile config.Profile, credential Fetch) error {
	if settings.Base == "" {
		settings.Base = settings.Dialect.Base
	}
	base, err := network.ParseBase(settings.Base)
	if err != nil {
		return err
	}
	if settings.Credential, err = credential(ctx, profile, network.Origin(base)); err != nil {
		return err
	}
	return misplaced(settings.Dialect, settings.Credential.Secret)
}
