package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// record is one step of an entry; one of its members is set.
type record struct {
	Intent    *Intent `json:"intent,omitempty"`
	Sealed    []byte  `json:"sealed,omitempty"`    // the raw answer, as age encrypted it
	Answered  bool    `json:"answered,omitempty"`  // there was an answer, and it is not kept
	Status    int     `json:"status,omitempty"`    // of that answer, 0 for unknown
	Key       string  `json:"key,omitempty"`       // the id that the console answered: the receipt
	Unclaimed bool    `json:"unclaimed,omitempty"` // the answer was understood, and names no key that is ours beyond doubt
	Delivered string  `json:"delivered,omitempty"` // a sink that has the secret
}

func (r record) line() ([]byte, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%08x %s\n", crc32.ChecksumIEEE(text), text), nil
}

func parseRecord(line []byte) (record, error) {
	sum, text, found := bytes.Cut(line, []byte(" "))
	if !found || string(sum) != fmt.Sprintf("%08x", crc32.ChecksumIEEE(text)) {
		return record{}, ErrDamaged
	}
	var read record
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&read); err != nil {
		return record{}, ErrNewer // its checksum is right: this is no damage
	}
	return read, nil
}

// torn reports whether a line is the beginning of a record, which its process
// died over, and no more.
func torn(line []byte) bool {
	_, text, _ := bytes.Cut(line, []byte(" "))
	var read record
	decoder := json.NewDecoder(bytes.NewReader(text))
	err := decoder.Decode(&read)
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}
