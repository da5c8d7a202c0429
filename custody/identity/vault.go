package identity

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"filippo.io/age"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// vault is a place that keeps an identity.
type vault interface {
	// left gives the identity that a set-up left which was killed before it wrote
	// the recipient, nil for none.
	left(ctx context.Context) (*age.X25519Identity, error)
	// put keeps an identity for good.
	put(ctx context.Context, made *age.X25519Identity) error
	// get gives the identity of a recipient.
	get(ctx context.Context, recipient string) (*age.X25519Identity, error)
}

// parse reads an identity; nil is for what isn't one.
func parse(secret secrets.Secret) *age.X25519Identity {
	text := secret.Reveal()
	identity, err := age.ParseX25519Identity(string(trimLine([]byte(text))))
	if err != nil {
		return nil // the error may repeat a part of it
	}
	return identity
}

// text is an identity as it is kept.
func text(identity *age.X25519Identity) secrets.Secret { return secrets.New(identity.String()) }

// checkTime is how long a keyring has to say whether it can be used.
const checkTime = 3 * time.Second

func (k Keeper) checkKeyring(ctx context.Context) error {
	if k.Keyring == nil {
		return errs.Errorf(errs.Denied, "there is no keyring")
	}
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	return k.Keyring.Check(ctx)
}

// keyringVault files each identity under its recipient. One that a killed set-up
// left opens nothing, and nothing leads to it.
type keyringVault struct{ keyring Keyring }

// account is no name of a profile: those have no spaces.
func account(recipient string) string { return "journal " + recipient }

func (keyringVault) left(context.Context) (*age.X25519Identity, error) { return nil, nil }

func (v keyringVault) put(ctx context.Context, made *age.X25519Identity) error {
	if err := v.keyring.Set(ctx, account(made.Recipient().String()), text(made)); err != nil {
		return &refusal{err}
	}
	return nil
}

func (v keyringVault) get(ctx context.Context, recipient string) (*age.X25519Identity, error) {
	where := "the keyring, as " + safetext.Quote(account(recipient))
	secret, err := v.keyring.Get(ctx, account(recipient))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &refusal{missing(where)}
	case err != nil:
		return nil, &refusal{err}
	}
	return belongs(where, parse(secret), recipient)
}

// localVault is the journal's folder itself.
type localVault struct{ path string }

func (k Keeper) localVault() localVault { return localVault{filepath.Join(k.Folder, "identity")} }

// largestIdentity is far more than an identity has.
const largestIdentity = 1 << 10

func (v localVault) left(context.Context) (*age.X25519Identity, error) {
	content, err := atomicfile.Read(v.path, largestIdentity)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, asUsage(err)
	}
	return readable(v.path, parse(secrets.New(string(content))))
}

func (v localVault) put(_ context.Context, made *age.X25519Identity) error {
	return asUsage(atomicfile.Write(v.path, []byte(text(made).Reveal()+"\n")))
}

func (v localVault) get(_ context.Context, recipient string) (*age.X25519Identity, error) {
	content, err := atomicfile.Read(v.path, largestIdentity)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, missing(atomicfile.Quote(v.path))
	case err != nil:
		return nil, err
	}
	return belongs(atomicfile.Quote(v.path), parse(secrets.New(string(content))), recipient)
}
