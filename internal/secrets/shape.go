package secrets

// Shortest is the length from which a text can be the secret of a key.
const Shortest = 16

// Allowed reports whether a byte may belong to the secrets that consoles
// document: letters, digits, "_" and "-".
func Allowed(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}
