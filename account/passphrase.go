package account

import (
	"context"

	"keyctl/client"
)

// passphrase gets the passphrase of a file: from KEYCTL_PASSPHRASE, or from a
// person, who types a new one twice.
func (o Opener) passphrase(ctx context.Context, what, file string, confirm bool) (client.Secret, error) {
	secret := client.NewSecret(o.Environment("KEYCTL_PASSPHRASE"))
	if secret.IsZero() {
		if !o.mayAsk() {
			return secret, client.Errorf(client.Denied, "the %s is encrypted, and there is no terminal to ask for its passphrase", what).
				WithHint("set KEYCTL_PASSPHRASE, or run this on a terminal")
		}
		var err error
		if secret, err = o.askPassphrase(ctx, file, confirm); err != nil {
			return secret, err
		}
	}
	o.Redactor.Register(secret)
	return secret, nil
}

func (o Opener) askPassphrase(ctx context.Context, file string, confirm bool) (client.Secret, error) {
	secret, err := o.Terminal.Secret(ctx, "passphrase of the "+file+": ")
	if err != nil || !confirm {
		return secret, err
	}
	again, err := o.Terminal.Secret(ctx, "the same passphrase again: ")
	if err != nil {
		return again, err
	}
	if !secret.Equal(again) {
		return client.Secret{}, client.Errorf(client.Usage, "the two passphrases differ; nothing was stored").WithHint("try again")
	}
	return secret, nil
}
