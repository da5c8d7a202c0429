package journal

import (
	"bytes"
	"strconv"
	"strings"
)

// format is the first line of every file: what it is, and in which version.
const (
	formatName = "keyctl journal"
	format     = formatName + " 1"
)

// room is what an entry takes on the disk before its create is sent: far more
// than the answers of the consoles and everything that is recorded about them.
const room = 32 << 10

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
