package client

// shortestSecret is the length from which a text can be the secret of a key.
const shortestSecret = 16

// secretByte reports whether a byte may belong to the secrets that consoles
// document: letters, digits, "_" and "-".
func secretByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}
