package client

import (
	"io"
	"net/http"
	"net/url"
	"time"

	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

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

// Action is how a console carries out one verb.
type Action struct {
	Effect Effect
	Grade  Grade
	Custom bool   // a profile says how it is asked for
	Note   string // what a user should know about it, in a few words

	// Immediate says that the verb takes effect at once, and can't be undone.
	Immediate bool
	// Removes says that a key leaves the list with this verb, so that the absence
	// of one that was listed is a confirmation.
	Removes bool
	// Undo is the verb that undoes this one; "" where nothing does.
	Undo Verb
	// Takes are the parts of a draft that a create takes in addition to the name.
	Takes []Field

	// Request turns a wish into a request, or refuses it.
	Request func(Wish) (Request, error)
	// Older is the request that takes the place of Request where the console
	// answers that with 404: consoles of an older version answer elsewhere.
	Older func(Wish) (Request, error)
	// Check is asked before a create; nil where the console has no such thing.
	Check *Check

	// Pages says that a list may come in pages.
	Pages bool
	// OfKey says that what is read belongs to one key, so that 404 and 410 are
	// about the key.
	OfKey bool
	// Keys reads the answer to a list as a stream and gives the cursor of the
	// next page, "" after the last.
	Keys func(asked Wish, body io.Reader, yield func(Key) bool) (cursor string, err error)
	// Created reads the answer to a create, or to a question for a secret. When it finds no secret, the key
	// it gives with the error still has the id, if there is one. Its receipt
	// says only that the id is beyond doubt that of the key: see [ReadCreated].
	Created func(raw []byte) (Created, error)
	// Usage reads the answer to a question for the usage of a key.
	Usage func(body []byte) (UsageReport, error)

	// MayForbid, Authorize and Host belong to verify. MayForbid says that not all
	// keys that work may do what is asked for. Authorize puts the secret that is
	// tried into the header, nil as the dialect puts the credential. Host is the
	// base URL of the service that takes the secrets of the public console, "" where
	// that is the console itself.
	MayForbid bool
	Authorize func(http.Header, secrets.Secret)
	Host      string
}

// Check is a question that a console wants to be asked before a create.
type Check struct {
	Request func(Wish) (Request, error)
	// Read gives whether the create is allowed, and if not the console's reason.
	Read func(body []byte) (allowed bool, reason string, err error)
}

// Wish is what a request is made from.
type Wish struct {
	ID     string // the key to change
	Cursor string // the page to list, "" for the first
	Draft  Draft
	Since  time.Time // the begin of the usage that is asked for, UTC
	Until  time.Time // its end
}

// Request is a request to a console, before it is addressed and signed.
type Request struct {
	Method string
	Path   []string // segments below the base URL; each is checked like an id
	Query  url.Values
	Body   any // sent as JSON, unless nil
}

// Failure is a failed answer in the console's own words.
type Failure struct {
	Message string
	Kind    errs.Kind // 0: by the status
	Hint    string
}
