package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"keyctl/config"
	"keyctl/internal/aside"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// ReadSecretFile reads a credential from a file. Others may be able to read it, as
// they are with secrets that are mounted into containers: that costs a warning.
// Errors don't repeat its name, which may be a credential in the wrong place.
func ReadSecretFile(ctx context.Context, r *Run, flag, path string) (secrets.Secret, error) {
	file, err := os.Open(path)
	if err != nil {
		failed, _ := errors.AsType[*fs.PathError](err)
		return secrets.Secret{}, errs.Errorf(errs.Usage, "cannot open the file that --%s names: %w", flag, failed.Err).
			WithHint("name a file that holds the credential alone")
	}
	defer func() { _ = file.Close() }()
	if at, err := file.Stat(); err == nil && at.Mode().IsRegular() && readableByOthers(at) {
		r.Warn("others on this machine can read %s; `chmod 600` keeps them out", safetext.Quote(path))
	}
	return ReadSecret(ctx, "the file "+safetext.Quote(path), file)
}

// largestInput is more than any credential, and little enough to hold.
const largestInput = 64 << 10

// ReadSecret reads all there is, or until ctx ends: whoever writes the
// other end of a pipe may never come.
func ReadSecret(ctx context.Context, source string, from io.Reader) (secrets.Secret, error) {
	type read struct {
		text []byte
		err  error
	}
	done := aside.Go(func() read {
		text, err := io.ReadAll(io.LimitReader(from, largestInput))
		return read{text, err}
	})
	select {
	case <-ctx.Done():
		return secrets.Secret{}, errs.Errorf(errs.Failed, "interrupted")
	case result := <-done:
		got := result.Get()
		if got.err != nil {
			return secrets.Secret{}, errs.Errorf(errs.Usage, "cannot read the credential from %s: %w", source, got.err).
				WithHint("it has to be there, alone on one line")
		}
		return config.ReadCredential(source, string(got.text))
	}
}
