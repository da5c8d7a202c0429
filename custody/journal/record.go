package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"strings"
	"time"
)

// format is the first line of every file: what it is, and in which version.
const (
	formatName = "keyctl journal"
	format     = formatName + " 1"
)

// What a file can be that is not an entry of ours.
var (
	ErrForeign = errors.New("it is no entry of this journal")
	ErrNewer   = errors.New("a newer version of this program wrote it")
	ErrDamaged = errors.New("it is damaged")
)

// Intent is what was about to be done. Nothing of it is secret.
type Intent struct {
	Purpose   Purpose   `json:"purpose"`
	Profile   string    `json:"profile"`
	Console   string    `json:"console"`
	Origin    string    `json:"origin"` // of the console, which alone is asked about it again
	Workspace string    `json:"workspace,omitempty"`
	Name      string    `json:"name"` // of the key
	Begun     time.Time `json:"begun"`
	Sinks     []string  `json:"sinks,omitempty"` // where the secret was meant to go, as messages call it
	Before    []string  `json:"before,omitempty"`
	// BeforeKnown says that Before are all keys that bore the name before.
	BeforeKnown bool `json:"before_known"`
	// Credential is a fingerprint of what the create was signed with: "" where it is
	// unknown.
	Credential string `json:"credential,omitempty"`
	// Recipient and Place say what the answer is sealed to, and where the identity
	// is kept that opens it; "" where answers aren't kept.
	Recipient string `json:"recipient,omitempty"`
	Place     string `json:"place,omitempty"`
}

// Purpose says what a key is made for.
type Purpose string

// The purposes.
const (
	ForSinks   Purpose = "create" // its secret goes to sinks, and it stays
	ForCommand Purpose = "exec"   // it ends with the command that has it
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

// whole is the least size of a file. Its room is taken before the first record
// is written, and it never shrinks.
const whole = len(format) + 1 + room

// parse reads a file. end is where the next record goes.
func parse(content []byte) (records []record, end int, err error) {
	first, rest, ended := bytes.Cut(content, []byte("\n"))
	switch text := string(first); {
	case version(text) > 1:
		return nil, 0, ErrNewer
	case text == format && len(content) >= whole:
	case text == format, !ended && strings.HasPrefix(format, text): // it is cut short
		return nil, 0, ErrDamaged
	default:
		return nil, 0, ErrForeign
	}
	end = len(first) + 1
	for len(rest) > 0 && rest[0] != '\n' {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		last := len(bytes.Trim(after, "\n")) == 0
		read, err := parseRecord(line)
		switch {
		case err != nil && last && torn(line):
			return records, end, nil
		case err != nil:
			return nil, 0, err
		}
		records, end, rest = append(records, read), end+len(line)+1, after
	}
	if len(bytes.Trim(rest, "\n")) > 0 {
		return nil, 0, ErrDamaged
	}
	return records, end, nil
}

// version is the version that a first line names, 0 for none.
func version(line string) int {
	text, _ := strings.CutPrefix(line, formatName+" ")
	number, _ := strconv.Atoi(text)
	return number
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
