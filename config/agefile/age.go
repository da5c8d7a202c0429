package agefile

import (
	"bytes"
	"errors"
	"io"

	"filippo.io/age"

	"keyctl/client"
	"keyctl/internal/atomicfile"
)

const (
	// workFactor costs about 90 ms and 32 MiB for each guess; age's own 18 is
	// 0.85 s for every command.
	workFactor = 15
	// mostWork is what age itself writes; a file that asks for more would stop
	// a command for minutes.
	mostWork = 18
)

func encrypt(secret, passphrase client.Secret) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase.Reveal())
	if err != nil {
		return nil, client.Errorf(client.Denied, "the passphrase cannot be used: %w", err).WithHint("type another one")
	}
	recipient.SetWorkFactor(workFactor)
	var b bytes.Buffer
	writer, err := age.Encrypt(&b, recipient)
	if err == nil {
		_, err = io.WriteString(writer, secret.Reveal())
	}
	if err == nil {
		err = writer.Close()
	}
	if err != nil {
		return nil, client.Errorf(client.Failed, "cannot encrypt the credential: %w", err).WithHint("try again")
	}
	return b.Bytes(), nil
}

func decrypt(path string, content []byte, passphrase client.Secret) (client.Secret, error) {
	identity, err := age.NewScryptIdentity(passphrase.Reveal())
	if err != nil {
		return client.Secret{}, client.Errorf(client.Denied, "the passphrase cannot be used: %w", err).WithHint("type another one")
	}
	identity.SetMaxWorkFactor(mostWork)
	reader, err := age.Decrypt(bytes.NewReader(content), identity)
	switch {
	case errors.Is(err, age.ErrIncorrectIdentity):
		return client.Secret{}, client.Errorf(client.Denied, "the passphrase does not open the credential file %s", atomicfile.Quote(path)).
			WithHint("try again; if it is lost, move the file away and sign in again with the login command")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return client.Secret{}, broken(path, "is cut short")
	case err != nil:
		return client.Secret{}, broken(path, "is damaged")
	}
	text, err := io.ReadAll(io.LimitReader(reader, largestSecret+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return client.Secret{}, broken(path, "is cut short")
	case err != nil:
		return client.Secret{}, broken(path, "is damaged or cut short")
	case len(text) == 0:
		return client.Secret{}, broken(path, "holds nothing")
	case len(text) > largestSecret:
		return client.Secret{}, broken(path, "holds more than a credential")
	}
	return client.NewSecret(string(text)), nil
}

func checkSecret(secret client.Secret) error {
	if size := len(secret.Reveal()); size == 0 || size > largestSecret {
		return client.Errorf(client.Denied, "a credential of %d bytes cannot be kept", size).WithHint("1 to %d bytes can", largestSecret)
	}
	return nil
}

// compare fails unless a file holds the credential that was written.
func compare(path string, content []byte, passphrase, secret client.Secret) error {
	kept, err := decrypt(path, content, passphrase)
	if err != nil {
		return err
	}
	if !kept.Equal(secret) {
		return broken(path, "holds another credential than was written: somebody else wrote it too")
	}
	return nil
}
