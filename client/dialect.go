package client

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"keyctl/client/pace"
	"keyctl/internal/errs"
	"keyctl/internal/secrets"
)

// Dialect is all that is known of how one console speaks, as data and pure
// functions. It does no I/O.
type Dialect struct {
	Console   string    // "huddle01"
	Base      string    // the base URL, without a slash at the end
	KeyPrefix string    // the constant beginning of every secret, "mk_"
	MaxName   int       // the longest name in characters
	SignIn    string    // which credential manages keys here, for prompts and for the hint after a 401
	Limit     pace.Rate // how often a credential may ask; zero where no limit is known

	// Scopes are the words that --scope takes here; none if keys have no scopes.
	Scopes []string
	// Unknown are the fields this console doesn't tell. The client puts them
	// into every key.
	Unknown []Field

	// Authorize puts the credential into the header of a request.
	Authorize func(http.Header, secrets.Secret)
	// InferredHeader says that the header is documented nowhere, so that a
	// profile may choose another.
	InferredHeader bool
	customHeader   bool // a profile has done so
	// Failure reads the console's own words out of a failed answer. The body
	// can be anything; what it doesn't understand it leaves empty.
	Failure func(status int, body []byte) Failure
	// Actions says how each verb is carried out. A verb that isn't there is
	// one that the console lacks.
	Actions map[Verb]Action

	// Workspace gives the dialect for the keys of a workspace, one's own or with
	// everyone those of all members; nil where the console has no workspaces.
	Workspace func(id string, everyone bool) (Dialect, error)
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

// Offered reports whether the console has a verb.
func (d Dialect) Offered(verb Verb) bool {
	_, offered := d.Actions[verb]
	return offered
}

// Action gives the action for a verb, or an error of kind Unsupported that
// says what there is instead.
func (d Dialect) Action(verb Verb) (Action, error) {
	action, ok := d.Actions[verb]
	if !ok {
		return Action{}, d.lacks(verb)
	}
	return action, nil
}

// lacks explains that the console has no way to do something.
func (d Dialect) lacks(verb Verb) error {
	if verb == VerbSecret {
		return errs.Errorf(errs.Unsupported, "%s tells the secret of a key only once", d.Console).
			WithHint("a secret that is lost stays lost: revoke the key, then create another")
	}
	what := map[Verb]string{
		VerbScope:  "has no way to change the scopes of a key",
		VerbExpire: "has no way to change when a key ends",
		VerbQuota:  "has no quotas for keys",
		VerbVerify: "has no way to try a secret",
		VerbUsage:  "does not tell how much a key was used",
	}[verb]
	if what == "" {
		what = fmt.Sprintf("has no way to %s a key", verb)
	}
	if d.inWorkspaces(verb) {
		return d.unsupported(fmt.Sprintf("can %s the keys of a workspace only", words(verb)))
	}
	if revoke, ends := d.Actions[VerbRevoke]; verb == VerbDelete && ends && revoke.Undo == "" {
		what = "has no delete beside `revoke`, which ends a key for good"
	}
	return d.unsupported(what)
}

// words puts a verb into a sentence about keys.
func words(verb Verb) string {
	if verb == VerbQuota {
		return "set a quota for"
	}
	return string(verb)
}

// inWorkspaces reports whether a verb is there for the keys of a workspace, and
// not for those of the account itself.
func (d Dialect) inWorkspaces(verb Verb) bool {
	if d.Workspace == nil {
		return false
	}
	inner, err := d.Workspace("1", false)
	_, offered := inner.Actions[verb]
	return err == nil && offered
}

func (d Dialect) unsupported(what string) error {
	offers := strings.Join(d.Offers(), ", ")
	if d.Workspace != nil {
		if inner, err := d.Workspace("1", false); err == nil && len(inner.Actions) > len(d.Actions) {
			offers += "; with --workspace also: " + strings.Join(without(inner.Offers(), d.Offers()), ", ")
		}
	}
	return errs.Errorf(errs.Unsupported, "%s %s", d.Console, what).WithHint("%s offers: %s", d.Console, offers)
}

func without(words, others []string) []string {
	return slices.DeleteFunc(words, func(word string) bool { return slices.Contains(others, word) })
}

// CheckDraft refuses the parts of a draft for a new key that the console has
// no place for, and names and scopes that it would not take.
func (d Dialect) CheckDraft(draft Draft) error {
	action, err := d.Action(VerbCreate)
	if err != nil {
		return err
	}
	if len(draft.Scopes) > 0 && !slices.Contains(action.Takes, FieldScopes) {
		return d.unsupported("has no scopes for keys")
	}
	if draft.Expiry.Given() && !slices.Contains(action.Takes, FieldExpiresAt) {
		return d.unsupported("cannot set an expiry when it creates a key")
	}
	if draft.Quota != nil && !slices.Contains(action.Takes, FieldQuota) {
		return d.lacks(VerbQuota)
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

// Shaped reports whether a secret begins as this console's secrets do.
func (d Dialect) Shaped(secret secrets.Secret) bool {
	return strings.HasPrefix(secret.Reveal(), d.KeyPrefix)
}
