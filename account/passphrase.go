package account

import (
	"context"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// passphrase gets the passphrase of a file: from KEYCTL_PASSPHRASE, or from a
// person, who types a new one twice.
func (o Opener) passphrase(ctx context.Context, what, file string, confirm bool) (secrets.Secret, error) {
	secret := secrets.New(o.Environment("KEYCTL_PASSPHRASE"))
	if secret.IsZero() {
		if !o.mayAsk() {
			return secret, errs.Errorf(errs.Denied, "the %s is encrypted, and there is no terminal to ask for its passphrase", what).
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

func (o Opener) askPassphrase(ctx context.Context, file string, confirm bool) (secrets.Secret, error) {
	secret, err := o.Terminal.Secret(ctx, "passphrase of the "+file+": ")
	if err != nil || !confirm {
		return secret, err
	}
	again, err := o.Terminal.Secret(ctx, "the same passphrase again: ")
	if err != nil {
		return again, err
	}
	if !secret.Equal(again) {
		return secrets.Secret{}, errs.Errorf(errs.Usage, "the two passphrases differ; nothing was stored").WithHint("try again")
	}
	return secret, nil
}
