package file

import (
	"reflect"
	"slices"

	"keyctl/client"
)

// Keeping is where the credential of a profile is kept.
type Keeping string

// The places where a credential can be kept.
const (
	KeepOS   Keeping = "os"   // the keyring of the operating system
	KeepFile Keeping = "file" // an encrypted file
	KeepNone Keeping = "none" // nowhere: a command or the environment gives it
)

// Stored is a profile as the profiles file holds it. It never holds a secret.
type Stored struct {
	Console           string
	BaseURL           string // "" is the console's own
	ModelURL          string // where secrets are tried, "" is the console's own place
	Workspace         string // "" is the account's own keys
	CAFile            string // "" trusts what the system trusts
	Keyring           Keeping
	CredentialCommand []string

	// Requests and CredentialHeader take the place of what is inferred of the
	// console. They are written by hand only.
	Requests         map[client.Verb]client.Route
	CredentialHeader client.Header
}

func keepings() []string { return []string{string(KeepOS), string(KeepFile), string(KeepNone)} }

// Steers reports whether a profile says more about where secrets go and what is
// sent than its console and address do.
func (s Stored) Steers() bool {
	return s.CAFile != "" || s.ModelURL != "" || len(s.Requests) > 0 || s.CredentialHeader.Name != ""
}

// Equal reports whether two profiles say the same.
func (s Stored) Equal(other Stored) bool {
	sameCommand := slices.Equal(s.CredentialCommand, other.CredentialCommand)
	s.CredentialCommand, other.CredentialCommand = nil, nil
	return sameCommand && reflect.DeepEqual(s, other)
}
