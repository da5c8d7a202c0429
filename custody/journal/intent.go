package journal

import "time"

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
	// BeforeKnown says that Before are all keys that had the name before.
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
