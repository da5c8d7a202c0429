package cmd

import (
	"context"
	"os"
	"strings"

	"keyctl/client"
	"keyctl/config/keyring"
	"keyctl/custody"
	"keyctl/custody/identity"
	"keyctl/custody/journal"
	"keyctl/custody/sink"
	"keyctl/output"
)

// secretService is what the secrets of new keys are filed under in the keyring,
// apart from the credentials of profiles.
const secretService = "keyctl-keys" //nolint:gosec // a name

// secretKeyring is the keyring as the sink of that name uses it.
func (a *app) secretKeyring() keyring.Keyring {
	place := a.keyring()
	place.Service = secretService
	return place
}

// sinksFor reads where a secret shall go; without a word that is stdout. shown
// tells whether stdout will hold it.
func (a *app) sinksFor(options output.Options, words []string, force bool) (sinks []custody.Sink, shown bool, err error) {
	stdout := stdoutSink{a, options, drainTime}
	if len(words) == 0 {
		return []custody.Sink{stdout}, true, nil
	}
	sinks, err = sink.ParseAll(words, sink.Tools{
		Stdout: stdout, Force: force, Keyring: a.secretKeyring(),
		Environment: os.Environ(), Stderr: a.commandStderr("command of exec:"), Terminal: a.canAsk(), Warn: a.warn,
	})
	for _, one := range sinks {
		_, isStdout := one.(stdoutSink)
		shown = shown || isStdout
	}
	return sinks, shown, err
}

// journal is where pending keys are kept.
func (a *app) journal() (journal.Journal, error) {
	folder := a.journalFolder()
	if folder == "" {
		return journal.Journal{}, client.Errorf(client.Usage, "there is no place for the journal, which keeps a new secret until it has arrived").
			WithHint("set HOME or XDG_STATE_HOME to an absolute path")
	}
	return journal.Journal{Folder: folder}, nil
}

// custody takes new secrets of the session's account to where they shall go.
func (a *app) custody(s *session) (custody.Custody, error) {
	entries, err := a.journal()
	if err != nil {
		return custody.Custody{}, err
	}
	keeper, err := a.identities()
	return custody.Custody{
		Client: s.Client, Journal: entries,
		Account:   custody.Account{Profile: a.profile.Name, Console: a.profile.Console, Workspace: a.profile.Options.Workspace},
		Recipient: func(ctx context.Context) (identity.Recipient, error) { return keeper.Recipient(ctx) },
		Check: func(ctx context.Context, r identity.Recipient) error {
			_, err := keeper.Check(ctx, r)
			return err
		},
		Began:    func(id string) { a.begun[id] = true },
		Register: a.register, Warn: a.warn, Command: a.command,
	}, err
}

// register blacks out a new secret from here on, before anybody tries to
// understand the answer that holds it.
func (a *app) register(raw client.Secret) { client.RegisterTexts(a.redactor, raw) }

// command is a command line of this program.
func (a *app) command(words string) string { return strings.TrimSpace(a.name + " " + words) }
