package keyring

import (
	"errors"
	"strings"
	"unicode/utf8"

	"keyctl/internal/safetext"
	"keyctl/internal/secrets"
)

// longestName keeps the whole within what macOS takes, however much of the
// name has to be escaped there.
const longestName = 255

// checkName refuses what a keyring would misread: D-Bus knows only UTF-8
// without NUL, and macOS takes a command a line.
func checkName(account string) error {
	switch {
	case account == "":
		return denied("an entry of the keyring needs a name").WithHint("give the profile a name")
	case len(account) > longestName:
		return denied("%s is too long a name for an entry of the keyring", safetext.Quote(account)).
			WithHint("use at most %d bytes", longestName)
	case !utf8.ValidString(account) || strings.ContainsFunc(account, safetext.Hostile):
		return denied("%s cannot be the name of an entry of the keyring", safetext.Quote(account)).
			WithHint("use a name without control and invisible characters")
	}
	return nil
}

// checkLength refuses what some keyring cuts, or can't keep.
func checkLength(length int) error {
	switch {
	case length == 0:
		return denied("there is no secret to store").WithHint("an empty one signs nobody in")
	case length > longest:
		return tooLongError()
	}
	return nil
}

// without blacks a secret out of what a keyring says about it.
func without(text string, err error) error {
	if err == nil || !strings.Contains(err.Error(), text) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), text, secrets.New(text).String()))
}
