// Package passphrase keeps a secret text in a file that age encrypted to a
// passphrase. Any age program opens it.
package passphrase

import (
	"context"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

const (
	// LargestText bounds the text of a file.
	LargestText = 16 << 10
	// LargestFile leaves room for a header and for what a newer age may add.
	LargestFile = LargestText + 4<<10
)

// File is such a file, as errors speak of it.
type File struct {
	Path string
	Noun string // what it is, like "credential file"
	Mend string // what to do when nothing opens it any more

	// Which tells which passphrase opens it, "" where that is clear.
	Which string
}

func (f File) broken(what string) error {
	return errs.Errorf(errs.Denied, "the %s %s %s", f.Noun, atomicfile.Quote(f.Path), what).WithHint("%s", f.Mend)
}

// Ask asks for a passphrase that isn't empty; confirm asks for it twice, because
// something is about to be encrypted to it.
func Ask(ctx context.Context, ask func(ctx context.Context, confirm bool) (secrets.Secret, error), confirm bool) (secrets.Secret, error) {
	if err := context.Cause(ctx); err != nil {
		return secrets.Secret{}, errs.Errorf(errs.Failed, "stopped before the passphrase was asked for: %w", err).WithHint("nothing was stored; try again")
	}
	passphrase, err := ask(ctx, confirm)
	if err == nil && passphrase.IsZero() {
		err = errs.Errorf(errs.Denied, "the passphrase is empty").WithHint("an empty one protects nothing: type one, or set KEYCTL_PASSPHRASE")
	}
	return passphrase, err
}
