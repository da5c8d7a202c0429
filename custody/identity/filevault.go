package identity

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/passphrase"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// fileVault is a file that is encrypted to a passphrase.
type fileVault struct {
	file    passphrase.File
	ask     func(ctx context.Context, confirm bool) (secrets.Secret, error)
	profile string // whose passphrase a new file gets
}

func (k Keeper) fileVault() fileVault {
	path := filepath.Join(k.Folder, "identity.age")
	file := passphrase.File{Path: path, Noun: "identity file", Mend: "restore it; if you move it away, what is sealed to it stays closed"}
	if owner := k.Owner(); owner != "" {
		file.Which = "it is the one with which the profile " + owner + " was signed in when the journal was set up"
	}
	return fileVault{file, k.Passphrase, k.Profile}
}

// largestOwner is more than the name of a profile has.
const largestOwner = 1 << 10

// Owner gives the profile whose passphrase opens the file, as it can be shown;
// "" where that is not known.
func (k Keeper) Owner() string {
	content, err := atomicfile.ReadOwn(ownerPath(k.Folder), largestOwner)
	if err != nil {
		return ""
	}
	return safetext.Printable(string(trimLine(content)))
}

func ownerPath(folder string) string { return filepath.Join(folder, "identity.profile") }

// asked gives the vault with the passphrase, which a person may type for longer
// than others wait for the lock.
func (v fileVault) asked(ctx context.Context) (vault, error) {
	_, missing := os.Lstat(v.file.Path)
	phrase, err := passphrase.Ask(ctx, v.ask, missing != nil)
	v.ask = func(context.Context, bool) (secrets.Secret, error) { return phrase, nil }
	return v, err
}

// read gives the content of the file, if a passphrase can open it.
func (v fileVault) read() ([]byte, error) {
	content, err := atomicfile.Read(v.file.Path, passphrase.LargestFile)
	if err == nil {
		err = v.file.Check(content)
	}
	return content, err
}

// open gives what the file holds, nil where that is no identity.
func (v fileVault) open(ctx context.Context, content []byte) (*age.X25519Identity, error) {
	phrase, err := passphrase.Ask(ctx, v.ask, false)
	if err != nil {
		return nil, err
	}
	secret, err := v.file.Decrypt(content, phrase)
	return parse(secret), err
}

func (v fileVault) left(ctx context.Context) (*age.X25519Identity, error) {
	content, err := v.read()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, asUsage(err)
	}
	identity, err := v.open(ctx, content)
	if err != nil {
		return nil, err
	}
	return readable(v.file.Path, identity)
}

// put ends the line, as age's own programs do: they take the file for -i.
func (v fileVault) put(ctx context.Context, made *age.X25519Identity) error {
	phrase, err := passphrase.Ask(ctx, v.ask, true)
	if err != nil {
		return err
	}
	content, err := passphrase.Encrypt(secrets.New(text(made).Reveal()+"\n"), phrase)
	if err != nil {
		return err
	}
	if err := v.noteOwner(); err != nil {
		return asUsage(err)
	}
	return asUsage(atomicfile.Write(v.file.Path, content))
}

// noteOwner notes whose passphrase it is, before there is anything to open.
func (v fileVault) noteOwner() error {
	path := ownerPath(filepath.Dir(v.file.Path))
	if v.profile != "" {
		return atomicfile.Write(path, []byte(v.profile+"\n"))
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errs.Errorf(errs.Failed, "cannot remove %s, which tells of another passphrase: %w", atomicfile.Quote(path), atomicfile.Reason(err)).
			WithHint("look at who may write its folder")
	}
	return nil
}

func (v fileVault) get(ctx context.Context, recipient string) (*age.X25519Identity, error) {
	content, err := v.read()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing(atomicfile.Quote(v.file.Path))
	}
	if err != nil {
		return nil, err
	}
	identity, err := v.open(ctx, content)
	if err != nil {
		return nil, err
	}
	return belongs(atomicfile.Quote(v.file.Path), identity, recipient)
}
