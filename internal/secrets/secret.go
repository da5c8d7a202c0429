package secrets

import (
	"fmt"
	"io"
	"log/slog"
)

// Redacted stands where a secret is not shown.
const Redacted = "[redacted]"

// Secret is a value that must not be seen: a key's secret, a credential, the
// raw answer to a create. It prints as "[Redacted]" under every verb, logger
// and encoder. [New] is the one way in, [Secret.Reveal] the one way out.
//
// The text sits in a closure because fmt reads into the unexported fields of
// structs, where it calls no methods: of a closure it can show the address
// only.
type Secret struct {
	reveal func() string
}

// New keeps text as a secret.
func New(text string) Secret {
	return Secret{reveal: func() string { return text }}
}

// Reveal gives the text. Its callers are listed in a test; each has to have a
// reason to be there.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero reports whether there is no text.
func (s Secret) IsZero() bool { return s.reveal == nil || s.reveal() == "" }

// Equal reports whether two secrets have the same text.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String hides the text.
func (s Secret) String() string { return Redacted }

// GoString hides the text from %#v.
func (s Secret) GoString() string { return Redacted }

// Format hides the text from every verb of package fmt.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, Redacted) }

// MarshalText hides the text from encoders; json, yaml and xml use it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(Redacted), nil }

// LogValue hides the text from log/slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(Redacted) }
