package client

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Verb names something that can be done with keys.
type Verb string

// The verbs. Show is not among them: no console documents reading one key, so
// it is answered from the list.
const (
	VerbCreate Verb = "create"
	VerbList   Verb = "list"
	VerbRename Verb = "rename"
	VerbExpire Verb = "expire"
	VerbScope  Verb = "scope"
	VerbRevoke Verb = "revoke"
)

// Verbs lists all verbs in the order in which they are shown.
func Verbs() []Verb {
	return []Verb{VerbCreate, VerbList, VerbRename, VerbExpire, VerbScope, VerbRevoke}
}

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

// Dialect is all that is known of how one console speaks, as data and pure
// functions. It does no I/O.
type Dialect struct {
	Console   string // "huddle01"
	Base      string // the base URL, without a slash at the end
	KeyPrefix string // the constant beginning of every secret, "mk_"
	MaxName   int    // the longest name in characters
	SignIn    string // which credential manages keys here, for prompts and for the hint after a 401

	// Scopes are the words that --scope takes here; none if keys have no scopes.
	Scopes []string
	// Unknown are the fields this console doesn't tell. The client puts them
	// into every key.
	Unknown []Field

	// Authorize puts the credential into the header of a request.
	Authorize func(http.Header, Secret)
	// Failure reads the console's own words out of a failed answer. The body
	// can be anything; what it doesn't understand it leaves empty.
	Failure func(status int, body []byte) Failure
	// Actions says how each verb is carried out. A verb that isn't there is
	// one that the console lacks.
	Actions map[Verb]Action
}

// Action is how a console carries out one verb.
type Action struct {
	Effect Effect
	Grade  Grade
	Note   string // what a user should know about it, in a few words

	// Removes says that a key leaves the list with this verb, so that its
	// absence alone is a confirmation.
	Removes bool

	// Takes are the parts of a draft that a create takes beside the name.
	Takes []Field

	// Request turns a wish into a request, or refuses it.
	Request func(Wish) (Request, error)
	// Keys reads the answer to a list as a stream and gives the cursor of the
	// next page, "" after the last.
	Keys func(body io.Reader, yield func(Key) bool) (cursor string, err error)
	// Created reads the answer to a create. When it finds no secret, the key
	// it gives beside the error still bears the id, if there is one.
	Created func(raw []byte) (Created, error)
}

// Wish is what a request is made from.
type Wish struct {
	ID     string // the key to change
	Cursor string // the page to list, "" for the first
	Draft  Draft
}

// Request is a request to a console, before it is addressed and signed.
type Request struct {
	Method string
	Path   []string // segments below the base URL; each is checked like an id
	Body   any      // sent as JSON, unless nil
}

// Failure is a failed answer in the console's own words.
type Failure struct {
	Message string
	Kind    Kind // 0: by the status
	Hint    string
}

// Offers lists what the console can do, in the words of the command line.
func (d Dialect) Offers() []string {
	var offers []string
	for _, verb := range Verbs() {
		if _, ok := d.Actions[verb]; ok {
			offers = append(offers, string(verb))
		}
		if verb == VerbList {
			offers = append(offers, "show")
		}
	}
	return offers
}

// Action gives the action for a verb, or an error of kind Unsupported that
// says what there is instead.
func (d Dialect) Action(verb Verb) (Action, error) {
	action, ok := d.Actions[verb]
	if !ok {
		return Action{}, d.lacks(fmt.Sprintf("has no way to %s a key", verb))
	}
	return action, nil
}

// CheckDraft refuses the parts of a draft for a new key that the console has
// no place for, and names and scopes that it would not take.
func (d Dialect) CheckDraft(draft Draft) error {
	action, err := d.Action(VerbCreate)
	if err != nil {
		return err
	}
	if len(draft.Scopes) > 0 && !slices.Contains(action.Takes, FieldScopes) {
		return d.lacks("has no scopes for keys")
	}
	if draft.Expiry.Given() && !slices.Contains(action.Takes, FieldExpiresAt) {
		return d.lacks("cannot set an expiry when it creates a key")
	}
	if err := CheckName(draft.Name, d.MaxName); err != nil {
		return err
	}
	_, err = action.Request(Wish{Draft: draft})
	return err
}

// CheckChange refuses a change that can't be meant, before any request.
func (d Dialect) CheckChange(verb Verb, draft Draft) error {
	action, err := d.Action(verb)
	if err != nil {
		return err
	}
	if verb == VerbRename {
		if err := CheckName(draft.Name, d.MaxName); err != nil {
			return err
		}
	}
	_, err = action.Request(Wish{ID: "id", Draft: draft})
	return err
}

func (d Dialect) lacks(what string) error {
	return Errorf(Unsupported, "%s %s", d.Console, what).
		WithHint("%s offers: %s", d.Console, strings.Join(d.Offers(), ", "))
}
