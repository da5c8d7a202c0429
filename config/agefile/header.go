package agefile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"

	"keyctl/client"
	"keyctl/internal/atomicfile"
)

// checkHeader refuses what no passphrase would open.
func checkHeader(path string, content []byte) error {
	header, err := age.ExtractHeader(bytes.NewReader(content))
	switch {
	case !bytes.HasPrefix(content, []byte("age-encryption.org/")):
		return broken(path, "is not encrypted with age")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return broken(path, "is cut short")
	case err != nil:
		return broken(path, "is damaged")
	}
	recipients := [][]string{}
	for lines := bufio.NewScanner(bytes.NewReader(header)); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] == "->" {
			recipients = append(recipients, words[1:])
		}
	}
	if len(recipients) != 1 || recipients[0][0] != "scrypt" || len(recipients[0]) != 3 {
		return broken(path, "is encrypted to a key, not to a passphrase")
	}
	if work, err := strconv.Atoi(recipients[0][2]); err != nil || work > mostWork {
		return broken(path, "asks for more work than a passphrase is worth")
	}
	return nil
}

func broken(path, what string) error {
	return client.Errorf(client.Denied, "the credential file %s %s", atomicfile.Quote(path), what).
		WithHint("move it away and sign in again with the login command")
}
