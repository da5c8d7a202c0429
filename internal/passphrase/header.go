package passphrase

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"
)

// Check refuses a content that no passphrase would open. It needs none itself.
func (f File) Check(content []byte) error {
	header, err := age.ExtractHeader(bytes.NewReader(content))
	switch {
	case !bytes.HasPrefix(content, []byte("age-encryption.org/")):
		return f.broken("is not encrypted with age")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return f.broken("is cut short")
	case err != nil:
		return f.broken("is damaged")
	}
	recipients := [][]string{}
	for lines := bufio.NewScanner(bytes.NewReader(header)); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] == "->" {
			recipients = append(recipients, words[1:])
		}
	}
	if len(recipients) != 1 || recipients[0][0] != "scrypt" || len(recipients[0]) != 3 {
		return f.broken("is encrypted to a key, not to a passphrase")
	}
	if work, err := strconv.Atoi(recipients[0][2]); err != nil || work > mostWork {
		return f.broken("asks for more work than a passphrase is worth")
	}
	return nil
}
