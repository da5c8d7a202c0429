package cmd

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"

	"github.com/adrg/xdg"

	"keyctl/client"
	"keyctl/config"
	"keyctl/consoles"
	"keyctl/emulator"
)

// session is a client for the chosen profile.
type session struct {
	*client.Client
	closers []func()
}

func (s *session) close() {
	for _, closer := range s.closers {
		closer()
	}
}

// open chooses the profile and makes its client. It sends nothing. What the
// checks refuse is refused before the credential is fetched.
func (a *app) open(_ context.Context, checks ...func(client.Dialect) error) (*session, error) {
	byFlag := a.flags.Changed("profile")
	profile, err := config.Choose(a.settings.Profile, byFlag, consoles.Names(), a.system.Environment)
	if err != nil {
		return nil, err
	}
	a.profile = profile
	console, _ := consoles.Find(profile.Console)
	settings := a.clientSettings(console.Dialect(), profile.Base)
	a.redactor.RegisterPrefix(settings.Dialect.KeyPrefix)
	for _, check := range checks {
		if err := check(settings.Dialect); err != nil {
			return nil, err
		}
	}
	opened := &session{}
	if profile.Sandbox {
		if err := opened.enterSandbox(&settings, console); err != nil {
			return nil, err
		}
	} else if err := bind(&settings, profile.Secret); err != nil {
		return nil, err
	}
	a.redactor.Register(settings.Credential.Secret)
	if opened.Client, err = client.New(settings); err != nil {
		opened.close()
		return nil, err
	}
	opened.closers = append([]func(){opened.Close}, opened.closers...)
	a.announceWaits(opened)
	return opened, nil
}

// clientSettings are those that don't depend on the credential.
func (a *app) clientSettings(dialect client.Dialect, base string) client.Settings {
	settings := client.Settings{
		Dialect: dialect, Base: base,
		Timeout: a.settings.Timeout, UserAgent: "keyctl/" + version(),
		CAFile: a.settings.CAFile,
	}
	if a.spins() {
		settings.Waiting = a.spinner.wait
	}
	if a.debug {
		settings.Trace = a.stderr
	}
	for _, name := range []string{"HTTPS_PROXY", "https_proxy"} {
		a.redactor.RegisterProxy(a.system.Environment(name))
	}
	return settings
}

// bind ties a credential from the environment to the base URL that came with it.
func bind(settings *client.Settings, secret client.Secret) error {
	if settings.Base == "" {
		settings.Base = settings.Dialect.Base
	}
	base, err := client.ParseBase(settings.Base)
	if err != nil {
		return err
	}
	settings.Credential = client.Credential{Secret: secret, Origin: client.Origin(base)}
	return nil
}

// enterSandbox runs the embedded console inside this command and reaches it
// over memory, with a credential that is made for this run.
func (s *session) enterSandbox(settings *client.Settings, console consoles.Console) error {
	if !filepath.IsAbs(sandboxFile()) {
		return client.Errorf(client.Usage, "the sandbox has no place: %s is not an absolute path", client.Quote(sandboxFile())).
			WithHint("set HOME or XDG_DATA_HOME to an absolute path")
	}
	half := console.Half()
	embedded, err := emulator.New(emulator.Settings{Data: sandboxFile()}, []emulator.Half{half})
	if err != nil {
		return client.Errorf(client.Failed, "cannot open the sandbox: %s", client.Printable(err.Error())).
			WithHint("its keys are kept in %s; XDG_DATA_HOME chooses another folder", client.Quote(sandboxFile()))
	}
	s.closers = append(s.closers, func() { _ = embedded.Close() })
	settings.Base = "http://localhost" + half.Path
	settings.Transport = &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return embedded.Dial(ctx) },
	}
	return bind(settings, client.NewSecret(embedded.Credential(console.Name)))
}

// place names the console that a session talks to.
func (a *app) place(s *session) string {
	return fmt.Sprintf("%s at %s", a.profile.Console, client.Printable(s.Host()))
}

// sandboxFile is where the sandbox keeps its keys: hashes only.
func sandboxFile() string { return filepath.Join(xdg.DataHome, "keyctl", "sandbox.db") }
