package emulator

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
)

func (s shelf) insert(made record) error {
	if s.ids.Get([]byte(made.ID)) != nil || s.secrets.Get(made.SecretHash) != nil {
		return fmt.Errorf("key %s exists already", made.ID)
	}
	number, err := s.keys.NextSequence()
	if err != nil {
		return err
	}
	sequence := binary.BigEndian.AppendUint64(nil, number)
	return errors.Join(
		s.put(sequence, made),
		s.ids.Put([]byte(made.ID), sequence),
		s.secrets.Put(made.SecretHash, sequence),
		s.count(sequence, made, 1),
	)
}

func (s shelf) replace(sequence []byte, before, after record) error {
	return errors.Join(s.count(sequence, before, -1), s.count(sequence, after, 1), s.put(sequence, after))
}

func (s shelf) remove(sequence []byte, before record) error {
	return errors.Join(
		s.count(sequence, before, -1),
		s.ids.Delete([]byte(before.ID)),
		s.secrets.Delete(before.SecretHash),
		s.keys.Delete(sequence),
	)
}

func (s shelf) put(sequence []byte, r record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write a key to the data file: %w", err)
	}
	return s.keys.Put(sequence, text)
}
