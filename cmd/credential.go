package cmd

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"keyctl/client"
	"keyctl/config"
	"keyctl/config/agefile"
	"keyctl/config/command"
	"keyctl/config/file"
	"keyctl/config/keyring"
)

// vault is a place where credentials are kept.
type vault interface {
	Get(ctx context.Context, account string) (client.Secret, error)
	Set(ctx context.Context, account string, secret client.Secret) error
	Delete(ctx context.Context, account string) error
}

// vault gives the place that a profile chose. Nothing falls back to another.
func (a *app) vault(source config.Source) (vault, bool) {
	switch source {
	case config.FromKeyring:
		return a.keyring(), true
	case config.FromFile:
		return agefile.Files{Folder: a.store().Folder(), Passphrase: a.passphrase}, true
	}
	return nil, false
}

func (a *app) keyring() keyring.Keyring {
	return keyring.Keyring{
		Environment: a.system.Environment,
		Person:      a.canAsk() && !a.unattended,
		Waiting:     func() { a.urge("waiting for the keyring, which may ask for its password in a window of its own") },
	}
}

func (a *app) store() file.Store { return config.NewStore(a.system.Environment) }

// credential fetches the credential of a profile, bound to the origin that it
// may be sent to: the one it was stored for, or else the profile's.
func (a *app) credential(ctx context.Context, profile config.Profile, origin string) (client.Credential, error) {
	if profile.From == config.FromCommand {
		return a.fromCommand(ctx, profile, origin)
	}
	place, keeps := a.vault(profile.From)
	if !keeps {
		return client.Credential{Secret: profile.Secret, Origin: origin}, nil
	}
	packed, err := place.Get(ctx, profile.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return client.Credential{}, client.Errorf(client.Denied, "not signed in: nothing is stored for this profile (%s)", profile.From).
			WithHint("sign in with `login -p %s`", profile.Name)
	case err != nil:
		return client.Credential{}, a.blamePassphrase(err, profile)
	}
	return config.Unpack(packed)
}

// blamePassphrase says where the passphrase came from that opened nothing.
func (a *app) blamePassphrase(err error, profile config.Profile) error {
	failure, ok := errors.AsType[*client.Error](err)
	if ok && profile.From == config.FromFile && a.system.Environment("KEYCTL_PASSPHRASE") != "" {
		failure.Hint = "KEYCTL_PASSPHRASE holds the passphrase; " + failure.Hint
	}
	return err
}

// fromCommand has the profile's command print the credential. Completions run
// none: it may ask a person.
func (a *app) fromCommand(ctx context.Context, profile config.Profile, origin string) (client.Credential, error) {
	if a.unattended {
		return client.Credential{}, client.Errorf(client.Denied, "a credential command is not run here")
	}
	secret, err := command.Run(ctx, profile.Command, command.Options{
		Environment: os.Environ(), Stdin: a.system.In, Stderr: a.commandStderr("credential command"),
	})
	return client.Credential{Secret: secret, Origin: origin}, err
}

// commandStderr is where a command tells its troubles: beside JSON, as a warning
// for each line.
func (a *app) commandStderr(which string) io.Writer {
	if a.asJSON() {
		return lineWriter(func(line string) { a.warn("the %s says: %s", which, client.Printable(line)) })
	}
	return a.stderr
}

// lineWriter gives each line to a function; what comes in pieces comes as
// pieces.
type lineWriter func(line string)

func (w lineWriter) Write(text []byte) (int, error) {
	for line := range strings.Lines(string(text)) {
		w(strings.TrimRight(line, "\r\n"))
	}
	return len(text), nil
}

// passphrase gets the passphrase of the encrypted file.
func (a *app) passphrase(ctx context.Context, confirm bool) (client.Secret, error) {
	return a.passphraseOf(ctx, "credential", "credential file of "+a.profile.Name, confirm)
}

// passphraseOf gets the passphrase of a file that holds something, confirmed by
// typing it twice where it is new.
func (a *app) passphraseOf(ctx context.Context, what, file string, confirm bool) (client.Secret, error) {
	secret := client.NewSecret(a.system.Environment("KEYCTL_PASSPHRASE"))
	if secret.IsZero() {
		if !a.canAsk() || a.unattended {
			return secret, client.Errorf(client.Denied, "the %s is encrypted, and there is no terminal to ask for its passphrase", what).
				WithHint("set KEYCTL_PASSPHRASE, or run this on a terminal")
		}
		var err error
		if secret, err = a.askSecret(ctx, "passphrase of the "+file+": "); err != nil {
			return secret, err
		}
		if confirm {
			again, err := a.askSecret(ctx, "the same passphrase again: ")
			if err != nil {
				return again, err
			}
			if !secret.Equal(again) {
				return client.Secret{}, client.Errorf(client.Usage, "the two passphrases differ; nothing was stored").WithHint("try again")
			}
		}
	}
	a.redactor.Register(secret)
	return secret, nil
}
