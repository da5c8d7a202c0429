// Package agefile keeps credentials in files that age encrypted to a
// passphrase, one for each account. Any age program opens them.
package agefile

import (
	"context"

	"keyctl/client"
	"keyctl/internal/atomicfile"
)

const (
	largestSecret = 16 << 10
	// largestFile leaves room for a header and for what a newer age may add.
	largestFile   = largestSecret + 4<<10
	longestName   = 64
	folderOfFiles = "credentials"
)

// Files are the encrypted credentials below a folder.
type Files struct {
	Folder string // they are in its subfolder credentials
	// Passphrase asks for the passphrase; confirm asks for it twice, because
	// something is about to be encrypted to it.
	Passphrase func(ctx context.Context, confirm bool) (client.Secret, error)
}

// Get gives the credential of an account. Where there is none, the error is an
// [fs.ErrNotExist]; for a passphrase is asked only when it would help.
func (f Files) Get(ctx context.Context, account string) (client.Secret, error) {
	path, content, err := f.read(account)
	if err != nil {
		return client.Secret{}, err
	}
	if err := checkHeader(path, content); err != nil {
		return client.Secret{}, err
	}
	passphrase, err := f.passphrase(ctx, false)
	if err != nil {
		return client.Secret{}, err
	}
	return decrypt(path, content, passphrase)
}

// Set keeps the credential of an account, and reads it back.
func (f Files) Set(ctx context.Context, account string, secret client.Secret) error {
	path, err := f.path(account)
	if err != nil {
		return err
	}
	if err := checkSecret(secret); err != nil {
		return err
	}
	for _, folder := range f.folders() {
		if err := atomicfile.Folder(folder); err != nil {
			return denied(err)
		}
	}
	passphrase, err := f.passphrase(ctx, true)
	if err != nil {
		return err
	}
	content, err := encrypt(secret, passphrase)
	if err != nil {
		return err
	}
	if err := atomicfile.Write(path, content); err != nil {
		return denied(err)
	}
	_, content, err = f.read(account)
	if err != nil {
		return err
	}
	return compare(path, content, passphrase, secret)
}

// Delete removes the credential of an account. Where there is none, the error
// is an [fs.ErrNotExist].
func (f Files) Delete(_ context.Context, account string) error {
	path, err := f.path(account)
	if err != nil {
		return err
	}
	if err := f.checkFolders(); err != nil {
		return missing(account, err)
	}
	return missing(account, atomicfile.Remove(path))
}

func (f Files) read(account string) (string, []byte, error) {
	path, err := f.path(account)
	if err != nil {
		return "", nil, err
	}
	content, err := atomicfile.Read(path, largestFile)
	if err == nil {
		err = f.checkFolders()
	}
	return path, content, missing(account, err)
}

// passphrase asks for one that isn't empty.
func (f Files) passphrase(ctx context.Context, confirm bool) (client.Secret, error) {
	if err := context.Cause(ctx); err != nil {
		return client.Secret{}, client.Errorf(client.Failed, "stopped before the passphrase was asked for: %w", err)
	}
	passphrase, err := f.Passphrase(ctx, confirm)
	if err == nil && passphrase.IsZero() {
		err = client.Errorf(client.Denied, "the passphrase is empty").WithHint("an empty one protects nothing: type one, or set KEYCTL_PASSPHRASE")
	}
	return passphrase, err
}
