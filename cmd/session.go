package cmd

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

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

func (a *app) chooser() config.Chooser {
	return config.Chooser{
		Name: a.settings.Profile, ByFlag: a.flags.Changed("profile"),
		Consoles: consoles.Names(), Environment: a.system.Environment, Store: a.store(),
		Workspace: a.flag("workspace"), WorkspaceByFlag: a.flags.Changed("workspace"), HasWorkspaces: hasWorkspaces,
	}
}

// choose finds the profile to work with.
func (a *app) choose() error {
	profile, err := a.chooser().Choose()
	if err != nil {
		return err
	}
	profile.Options.Everyone = a.everyone
	a.profile = profile
	return nil
}

func hasWorkspaces(name string) bool {
	console, found := consoles.Find(name)
	return found && console.Dialect().Workspace != nil
}

// speak gives the dialect for a profile: that of its console, in its workspace
// and with its own requests, or an error where the console has no place for them.
func speak(profile config.Profile) (client.Dialect, error) {
	console, _ := consoles.Find(profile.Console)
	return console.Dialect().With(profile.Options)
}

// open chooses the profile and makes its client. It sends nothing. What the
// checks refuse is refused before the credential is fetched.
func (a *app) open(ctx context.Context, checks ...func(client.Dialect) error) (*session, error) {
	if err := a.choose(); err != nil {
		return nil, err
	}
	if shadowed := a.profile.Shadows; shadowed != "" {
		a.warn("KEYCTL_API_KEY in the environment comes before the credential of the profile %s", shadowed)
	}
	return a.enter(ctx, checks...)
}

// enter is open once the profile is chosen.
func (a *app) enter(ctx context.Context, checks ...func(client.Dialect) error) (*session, error) {
	dialect, err := speak(a.profile)
	if err != nil {
		return nil, err
	}
	for _, check := range checks {
		if err := check(dialect); err != nil {
			return nil, err
		}
	}
	return a.connect(ctx, a.profile, dialect, a.credential)
}

// fetch gets the credential for a profile whose base URL has the origin.
type fetch func(ctx context.Context, profile config.Profile, origin string) (client.Credential, error)

// connect makes the client of a profile that speaks a dialect.
func (a *app) connect(ctx context.Context, profile config.Profile, dialect client.Dialect, credential fetch) (*session, error) {
	settings := a.clientSettings(dialect, profile)
	a.redactor.RegisterPrefix(settings.Dialect.KeyPrefix)
	opened := &session{}
	if profile.Sandbox {
		if a.unattended && !exists(sandboxFile()) {
			return nil, client.Errorf(client.NotFound, "the sandbox is empty")
		}
		console, _ := consoles.Find(profile.Console)
		if err := opened.enterSandbox(&settings, console); err != nil {
			return nil, err
		}
	} else if err := bind(ctx, &settings, profile, credential); err != nil {
		return nil, err
	}
	a.redactor.Register(settings.Credential.Secret)
	settings.Window = a.windows.For(settings.Credential, dialect.Limit)
	var err error
	if opened.Client, err = client.New(settings); err != nil {
		opened.close()
		return nil, err
	}
	opened.closers = append([]func(){opened.Close}, opened.closers...)
	a.announceWaits(opened)
	return opened, nil
}

// clientSettings are those that don't depend on the credential.
func (a *app) clientSettings(dialect client.Dialect, profile config.Profile) client.Settings {
	settings := client.Settings{
		Dialect: dialect, Base: profile.Base, CAFile: a.caFile(profile), ModelURL: profile.ModelURL,
		Timeout: a.settings.Timeout, UserAgent: "keyctl/" + version(),
		Resting: func(pause time.Duration) { a.rest(dialect, pause) },
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

// caFile is where the certificates are that are trusted beside the system's: a
// flag comes before the environment, and that before the profile.
func (a *app) caFile(profile config.Profile) string {
	return cmp.Or(a.settings.CAFile, profile.CAFile)
}

// bind fetches the credential once the base URL is known to be one.
func bind(ctx context.Context, settings *client.Settings, profile config.Profile, credential fetch) error {
	if settings.Base == "" {
		settings.Base = settings.Dialect.Base
	}
	base, err := client.ParseBase(settings.Base)
	if err != nil {
		return err
	}
	if settings.Credential, err = credential(ctx, profile, client.Origin(base)); err != nil {
		return err
	}
	return misplaced(settings.Dialect, settings.Credential.Secret)
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
	base, err := client.ParseBase(settings.Base)
	if err != nil {
		return err
	}
	settings.Credential = client.Credential{Secret: client.NewSecret(embedded.Credential(console.Name)), Origin: client.Origin(base)}
	return nil
}

// place names the console that a session talks to.
func (a *app) place(s *session) string {
	return fmt.Sprintf("%s at %s", a.profile.Console, client.Printable(s.Host()))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// sandboxFile is where the sandbox keeps its keys: hashes only.
func sandboxFile() string { return filepath.Join(xdg.DataHome, "keyctl", "sandbox.db") }
