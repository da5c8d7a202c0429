// Package agefile keeps credentials in files that age encrypted to a
// passphrase, one for each account. Any age program opens them.
package agefile

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

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

// folders are those that must not be links.
func (f Files) folders() []string {
	return []string{f.Folder, filepath.Join(f.Folder, folderOfFiles)}
}

func (f Files) checkFolders() error {
	for _, folder := range f.folders() {
		if err := atomicfile.CheckFolder(folder); err != nil {
			return err
		}
	}
	return nil
}

// path is where the credential of an account lies.
func (f Files) path(account string) (string, error) {
	switch {
	case f.Folder == "":
		return "", client.Errorf(client.Denied, "there is no place for encrypted credentials").
			WithHint("set HOME or XDG_CONFIG_HOME to an absolute path")
	case account == "", len(account) > longestName, strings.ContainsAny(account, `/\:`), account[0] == '.',
		strings.ContainsFunc(account, client.Hostile), !filepath.IsLocal(account + ".age"):
		return "", client.Errorf(client.Denied, "no file can be named after the account %s", client.Quote(account)).
			WithHint("give the profile another name")
	}
	return filepath.Join(f.Folder, folderOfFiles, account+".age"), nil
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

// missing says that there is no credential, where that is the error.
func missing(account string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return client.Errorf(client.Denied, "no credential is kept for %s: %w", client.Quote(account), fs.ErrNotExist).
			WithHint("sign in with the login command")
	}
	return denied(err)
}

// denied makes an error of the file system one about signing in.
func denied(err error) error {
	if failure, ok := errors.AsType[*client.Error](err); ok {
		failure.Kind = client.Denied
	}
	return err
}
