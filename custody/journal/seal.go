package journal

import (
	"bytes"
	"errors"
	"io"

	"filippo.io/age"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// largestAnswer bounds what is read of a sealed answer; the client takes no more.
const largestAnswer = 8 << 20

// Open gives the raw answer of the console.
func (s State) Open(identity age.Identity) (secrets.Secret, error) {
	if !s.Sealed() {
		return secrets.Secret{}, errs.Errorf(errs.Failed, "the entry %s keeps no answer", s.ID)
	}
	reader, err := age.Decrypt(bytes.NewReader(s.sealed), identity)
	if _, isOther := errors.AsType[*age.NoIdentityMatchError](err); isOther {
		return secrets.Secret{}, errs.Errorf(errs.Failed, "the entry %s is sealed to another identity than the one that is kept here", s.ID).
			WithHint("it was made for %s", s.Recipient)
	}
	var text []byte
	if err == nil {
		text, err = io.ReadAll(io.LimitReader(reader, largestAnswer))
	}
	if err != nil {
		return secrets.Secret{}, errs.Errorf(errs.Failed, "what the entry %s keeps cannot be opened: it is damaged", s.ID).
			WithHint("its file stays where it is; `recover %s --revoke` gives the key up", s.ID)
	}
	return secrets.New(string(text)), nil
}

// seal encrypts an answer to a recipient.
func seal(raw secrets.Secret, to string) ([]byte, error) {
	recipient, err := age.ParseX25519Recipient(to)
	if err != nil {
		return nil, err
	}
	var sealed bytes.Buffer
	writer, err := age.Encrypt(&sealed, recipient)
	if err == nil {
		_, err = io.WriteString(writer, raw.Reveal())
	}
	if err == nil {
		err = writer.Close()
	}
	return sealed.Bytes(), err
}
