package journal

import (
	"bytes"
	"errors"
	"io"

	"filippo.io/age"

	"keyctl/client"
)

// State is what an entry tells.
type State struct {
	ID string // of the entry
	Intent
	Key       string   // the receipt: the id that the console answered to this create, "" for none
	Delivered []string // the sinks that have the secret
	Answered  bool     // the console's answer came
	Status    int      // of that answer, 0 for unknown
	Unclaimed bool     // the answer was understood, and gave no receipt

	sealed []byte
}

// Sealed reports whether the entry keeps the console's answer.
func (s State) Sealed() bool { return len(s.sealed) > 0 }

// apply takes what a record says.
func (s *State) apply(r record) error {
	if r.Status != 0 {
		s.Status = r.Status
	}
	switch {
	case r.Intent != nil:
		if s.Console != "" {
			return ErrDamaged
		}
		s.Intent = *r.Intent
	case s.Console == "":
		return ErrDamaged // nothing comes before the intent
	case r.Sealed != nil:
		s.sealed, s.Answered = r.Sealed, true
	case r.Answered:
		s.Answered = true
	case r.Key != "":
		s.Key = r.Key
	case r.Unclaimed:
		s.Unclaimed = true
	case r.Delivered != "":
		s.Delivered = append(s.Delivered, r.Delivered)
	default:
		return ErrDamaged
	}
	return nil
}

// largestAnswer bounds what is read of a sealed answer; the client takes no more.
const largestAnswer = 8 << 20

// Open gives the raw answer of the console.
func (s State) Open(identity age.Identity) (client.Secret, error) {
	if !s.Sealed() {
		return client.Secret{}, client.Errorf(client.Failed, "the entry %s keeps no answer", s.ID)
	}
	reader, err := age.Decrypt(bytes.NewReader(s.sealed), identity)
	if _, isOther := errors.AsType[*age.NoIdentityMatchError](err); isOther {
		return client.Secret{}, client.Errorf(client.Failed, "the entry %s is sealed to another identity than the one that is kept here", s.ID).
			WithHint("it was made for %s", s.Recipient)
	}
	var text []byte
	if err == nil {
		text, err = io.ReadAll(io.LimitReader(reader, largestAnswer))
	}
	if err != nil {
		return client.Secret{}, client.Errorf(client.Failed, "what the entry %s keeps cannot be opened: it is damaged", s.ID).
			WithHint("its file stays where it is; `recover %s --revoke` gives the key up", s.ID)
	}
	return client.NewSecret(string(text)), nil
}

// seal encrypts an answer to a recipient.
func seal(raw client.Secret, to string) ([]byte, error) {
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
