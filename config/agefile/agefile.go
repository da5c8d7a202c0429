// Package agefile keeps credentials in files that age encrypted to a
// passphrase, one for each account. Any age program opens them.
package agefile

import (
	"context"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/passphrase"
	"keyctl/internal/secrets"
)

const (
	longestName   = 64
	folderOfFiles = "credentials"
)

// Files are the encrypted credentials below a folder.
type Files struct {
	Folder string // they are in its subfolder credentials
	// Passphrase asks for the passphrase; confirm asks for it twice, because
	// something is about to be encrypted to it.
	Passphrase func(ctx context.Context, confirm bool) (secrets.Secret, error)
}

// Get gives the credential of an account. Where there is none, the error is an
// [fs.ErrNotExist]; for a passphrase is asked only when it would help.
func (f Files) Get(ctx context.Context, account string) (secrets.Secret, error) {
	path, content, err := f.read(account)
	if err != nil {
		return secrets.Secret{}, err
	}
	if err := file(path).Check(content); err != nil {
		return secrets.Secret{}, err
	}
	phrase, err := passphrase.Ask(ctx, f.Passphrase, false)
	if err != nil {
		return secrets.Secret{}, err
	}
	return file(path).Decrypt(content, phrase)
}

// Set keeps the credential of an account, and reads it back.
func (f Files) Set(ctx context.Context, account string, secret secrets.Secret) error {
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
	phrase, err := passphrase.Ask(ctx, f.Passphrase, true)
	if err != nil {
		return err
	}
	content, err := passphrase.Encrypt(secret, phrase)
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
	return file(path).Compare(content, phrase, secret)
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
	content, err := atomicfile.Read(path, passphrase.LargestFile)
	if err == nil {
		err = f.checkFolders()
	}
	return path, content, missing(account, err)
}

func checkSecret(secret secrets.Secret) error {
	if size := len(secret.Reveal()); size == 0 || size > passphrase.LargestText {
		return errs.Errorf(errs.Denied, "a credential of %d bytes cannot be kept", size).WithHint("1 to %d bytes can", passphrase.LargestText)
	}
	return nil
}

// file is an encrypted credential, as errors speak of it.
func file(path string) passphrase.File {
	return passphrase.File{Path: path, Noun: "credential file", Mend: "move it away and sign in again with the login command"}
}
