package client

// Verb names something that can be done with keys.
type Verb string

// The verbs. Show is not among them: no console documents reading one key, so
// it is answered from the list.
const (
	VerbCreate  Verb = "create"
	VerbList    Verb = "list"
	VerbRename  Verb = "rename"
	VerbExpire  Verb = "expire"
	VerbScope   Verb = "scope"
	VerbQuota   Verb = "quota"
	VerbEnable  Verb = "enable"
	VerbDisable Verb = "disable"
	VerbRevoke  Verb = "revoke"
	VerbDelete  Verb = "delete"
	VerbVerify  Verb = "verify"
	VerbUsage   Verb = "usage"

	// VerbSecret asks for the secret of a key again. It is no verb of the command
	// line: only the recovery of a lost secret may use it.
	VerbSecret Verb = "secret"
)

// Verbs lists the verbs of the command line in the order in which they are shown.
func Verbs() []Verb {
	return []Verb{
		VerbCreate, VerbList, VerbRename, VerbExpire, VerbScope, VerbQuota,
		VerbEnable, VerbDisable, VerbRevoke, VerbDelete, VerbVerify, VerbUsage,
	}
}

// Stops reports whether a key works no more after the verb, for good or until
// it is enabled again.
func (v Verb) Stops() bool { return v == VerbDisable || v == VerbRevoke || v == VerbDelete }

// Effect says what a request does to the console, and with that how often it
// may be sent.
type Effect int

// The effects.
const (
	Reads   Effect = iota // sent again after failures, within the deadline
	Changes               // sent again only after 429 or when it provably never left
	Creates               // sent once, on a fresh connection, and never again
)

// Grade says how surely a fact about a console is known.
type Grade string

// The grades, surest first.
const (
	Documented Grade = "doc"      // the console's own documentation
	Specified  Grade = "spec"     // its published OpenAPI
	Observed   Grade = "client"   // seen in its official client's source
	Inferred   Grade = "inferred" // documented nowhere, chosen by the console's conventions
)
