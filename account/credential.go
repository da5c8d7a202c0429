package account

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"keyctl/client"
	"keyctl/config"
	"keyctl/config/agefile"
	"keyctl/config/command"
	"keyctl/config/keyring"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
	"keyctl/output/notes"
)

// Vault is a place where credentials are stored.
type Vault interface {
	Get(ctx context.Context, account string) (secrets.Secret, error)
	Set(ctx context.Context, account string, secret secrets.Secret) error
	Delete(ctx context.Context, account string) error
}

// Vault gives the place where a profile's credential is stored; stores is false
// where it is stored nowhere. Nothing falls back to another place.
func (o Opener) Vault(source config.Source, profile string) (place Vault, stores bool) {
	switch source {
	case config.FromKeyring:
		return o.Keyring(), true
	case config.FromFile:
		return agefile.Files{Folder: o.Store().Folder(), Passphrase: func(ctx context.Context, confirm bool) (secrets.Secret, error) {
			return o.passphrase(ctx, "credential", "credential file of "+profile, confirm)
		}}, true
	}
	return nil, false
}

// Keyring is the operating system's keyring, which may ask a person.
func (o Opener) Keyring() keyring.Keyring {
	return keyring.Keyring{
		Environment: o.Environment,
		Person:      o.mayAsk(),
		Waiting: func() {
			o.Notes.Alert("waiting for the keyring, which may ask for its password in a window of its own")
		},
	}
}

func (o Opener) mayAsk() bool { return o.Terminal.CanAsk() && !o.Unattended }

// Credential fetches the credential of a profile, bound to the origin that it
// may be sent to: the one it was stored for, or else the profile's.
func (o Opener) Credential(ctx context.Context, profile config.Profile, origin string) (client.Credential, error) {
	if profile.From == config.FromCommand {
		return o.FromCommand(ctx, profile, origin)
	}
	place, stores := o.Vault(profile.From, profile.Name)
	if !stores {
		return client.Credential{Secret: profile.Secret, Origin: origin}, nil
	}
	packed, err := place.Get(ctx, profile.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return client.Credential{}, errs.Errorf(errs.Denied, "not signed in: nothing is stored for this profile (%s)", profile.From).
			WithHint("sign in with `login -p %s`", profile.Name)
	case err != nil:
		return client.Credential{}, o.blamePassphrase(err, profile)
	}
	return config.Unpack(packed)
}

// blamePassphrase says where the passphrase came from that opened nothing.
func (o Opener) blamePassphrase(err error, profile config.Profile) error {
	failure, ok := errors.AsType[*errs.Error](err)
	if ok && profile.From == config.FromFile && o.Environment("KEYCTL_PASSPHRASE") != "" {
		return failure.WithHint("KEYCTL_PASSPHRASE holds the passphrase; %s", failure.Hint)
	}
	return err
}

// FromCommand runs the command that prints a profile's credential. It runs none
// for completions: the command may ask a person.
func (o Opener) FromCommand(ctx context.Context, profile config.Profile, origin string) (client.Credential, error) {
	if o.Unattended {
		return client.Credential{}, errs.Errorf(errs.Denied, "a credential command is not run here")
	}
	secret, err := command.Run(ctx, profile.Command, command.Options{
		Environment: os.Environ(), Stdin: o.Stdin, Stderr: o.CommandStderr("credential command"),
	})
	return client.Credential{Secret: secret, Origin: origin}, err
}

// CommandStderr is the stderr of another program that this one runs: with JSON
// each of its lines becomes a warning.
func (o Opener) CommandStderr(which string) io.Writer {
	if o.Notes.JSON {
		return notes.Lines(func(line string) { o.Notes.Warn("the %s says: %s", which, safetext.Printable(line)) })
	}
	return o.Notes.Stderr
}
