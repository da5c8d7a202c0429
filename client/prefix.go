package client

import "strings"

// maskCharacters are what consoles put where they leave out a secret.
const maskCharacters = ".*…•"

// longestPrefix is more than any console shows of a secret. What is longer
// may be the secret itself.
const (
	longestPrefix = 24
	cutPrefix     = 12
)

// PublicPrefix gives the beginning of a secret that a console shows, without
// the dots or stars behind it, and cut if there is more than a beginning.
func PublicPrefix(shown string) string {
	shown = strings.TrimRight(shown, maskCharacters)
	if len(shown) > longestPrefix {
		return strings.ToValidUTF8(shown[:cutPrefix], "")
	}
	return shown
}

// matchesPrefix reports whether a secret could be the one that begins as
// shown. A prefix that says nothing beyond the console's constant one
// matches nothing.
func matchesPrefix(secret, shown, constant string) bool {
	head := shown
	if cut := strings.IndexAny(shown, maskCharacters); cut >= 0 {
		head = shown[:cut]
		tail := strings.TrimLeft(shown[cut:], maskCharacters)
		if !strings.HasSuffix(secret, tail) {
			return false
		}
	}
	return len(head) > len(constant) && strings.HasPrefix(secret, head)
}
