package hostupcloud

import (
	"encoding/json"
	"slices"
	"strings"

	"keyctl/client"
	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// permissionWords are the permissions [doc], which are also the words of
// --scope, in the order in which they are sent and shown.
func permissionWords() []string {
	return []string{string(client.ScopeRead), string(client.ScopeWrite)}
}

// permissionsBody gives the permissions for scopes. One is required: the
// console asks for "Read, Write, or both" and has no default.
func permissionsBody(scopes []client.Scope) ([]string, error) {
	var body []string
	for _, scope := range scopes {
		if !slices.Contains(permissionWords(), string(scope)) {
			return nil, refuse("the scope " + safetext.Quote(string(scope)) + " is unknown")
		}
	}
	for _, word := range permissionWords() {
		if slices.Contains(scopes, client.Scope(word)) {
			body = append(body, word)
		}
	}
	if len(body) == 0 {
		return nil, refuse("at least one scope is required")
	}
	return body, nil
}

func refuse(what string) error {
	return errs.Errorf(errs.Usage, "%s", what).
		WithHint("--scope takes read, write (which includes all read access), or both as read,write")
}

// permissions are those of a key, in any order and case. One alone may come
// as a text.
type permissions []string

// UnmarshalJSON reads a list of texts, a text, or null.
func (p *permissions) UnmarshalJSON(text []byte) error {
	if strings.HasPrefix(string(text), `"`) {
		text = slices.Concat([]byte{'['}, text, []byte{']'})
	}
	return json.Unmarshal(text, (*[]string)(p))
}

// words gives the permissions in the words of --scope, unknown ones as they are
// behind them.
func (p permissions) words() []client.Scope {
	var known, unknown []client.Scope
	for _, permission := range p {
		switch word := client.Scope(strings.ToLower(permission)); {
		case word == "":
		case !slices.Contains(permissionWords(), string(word)):
			unknown = append(unknown, client.Scope(permission))
		case !slices.Contains(known, word):
			known = append(known, word)
		}
	}
	slices.Sort(known)
	return append(known, unknown...)
}
