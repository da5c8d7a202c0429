package passphrase

import (
	"bytes"
	"errors"
	"io"

	"filippo.io/age"

	"keyctl/internal/atomicfile"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

const (
	// workFactor costs about 90 ms and 32 MiB for each guess; age's own 18 is
	// 0.85 s for every command.
	workFactor = 15
	// mostWork is what age itself writes; a file that asks for more would stop
	// a command for minutes.
	mostWork = 18
)

// Encrypt gives the content of a file that the passphrase opens.
func Encrypt(text, passphrase secrets.Secret) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase.Reveal())
	if err != nil {
		return nil, errs.Errorf(errs.Denied, "the passphrase cannot be used: %w", err).WithHint("type another one")
	}
	recipient.SetWorkFactor(workFactor)
	var b bytes.Buffer
	writer, err := age.Encrypt(&b, recipient)
	if err == nil {
		_, err = io.WriteString(writer, text.Reveal())
	}
	if err == nil {
		err = writer.Close()
	}
	if err != nil {
		return nil, errs.Errorf(errs.Failed, "cannot encrypt to the passphrase: %w", err).WithHint("try again")
	}
	return b.Bytes(), nil
}

// Decrypt gives the text in the content of the file.
func (f File) Decrypt(content []byte, passphrase secrets.Secret) (secrets.Secret, error) {
	identity, err := age.NewScryptIdentity(passphrase.Reveal())
	if err != nil {
		return secrets.Secret{}, errs.Errorf(errs.Denied, "the passphrase cannot be used: %w", err).WithHint("type another one")
	}
	identity.SetMaxWorkFactor(mostWork)
	reader, err := age.Decrypt(bytes.NewReader(content), identity)
	switch {
	case errors.Is(err, age.ErrIncorrectIdentity):
		again := "try again"
		if f.Which != "" {
			again = f.Which
		}
		return secrets.Secret{}, errs.Errorf(errs.Denied, "the passphrase does not open the %s %s", f.Noun, atomicfile.Quote(f.Path)).
			WithHint("%s; if it is lost, %s", again, f.Mend)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return secrets.Secret{}, f.broken("is cut short")
	case err != nil:
		return secrets.Secret{}, f.broken("is damaged")
	}
	text, err := io.ReadAll(io.LimitReader(reader, LargestText+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return secrets.Secret{}, f.broken("is cut short")
	case err != nil:
		return secrets.Secret{}, f.broken("is damaged or cut short")
	case len(text) == 0:
		return secrets.Secret{}, f.broken("holds nothing")
	case len(text) > LargestText:
		return secrets.Secret{}, f.broken("holds more than it can be meant to")
	}
	return secrets.New(string(text)), nil
}

// Compare fails unless the content of the file holds the text that was written.
func (f File) Compare(content []byte, passphrase, text secrets.Secret) error {
	kept, err := f.Decrypt(content, passphrase)
	if err != nil {
		return err
	}
	if !kept.Equal(text) {
		return f.broken("holds another text than was written: somebody else wrote it too")
	}
	return nil
}
