package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"keyctl/emulator"
)

// wish is what the body of a create or a change asks for.
type wish emulator.Change

func readWish(w http.ResponseWriter, r *http.Request) (wish, error) {
	body, err := emulator.ReadObject(w, r)
	if err != nil {
		return wish{}, err
	}
	if body == nil {
		return wish{}, emulator.ErrBodyShape
	}
	var wanted wish
	if wanted.Name, err = readName(body); err != nil {
		return wish{}, err
	}
	if wanted.Expires, err = readExpiry(body); err != nil {
		return wish{}, err
	}
	if raw, found := body["scopes"]; found {
		scope, err := parseScope(raw)
		if err != nil {
			return wish{}, err
		}
		wanted.Scope = &scope
	}
	return wanted, nil
}

func readName(body emulator.Object) (*string, error) {
	name, err := body.Text("name")
	switch {
	case err != nil:
		return nil, err
	case body.IsNull("name"):
		return nil, &emulator.WrongType{Field: "name", Want: "a string"}
	case name != nil && strings.TrimSpace(*name) == "":
		return nil, emulator.Refusal("Key name must not be empty")
	}
	return name, nil
}

// readExpiry gives the zero time for null, which clears the expiry.
func readExpiry(body emulator.Object) (*time.Time, error) {
	wrong := &emulator.WrongType{Field: "expires_at", Want: "an RFC 3339 time or null"}
	raw, found := body["expires_at"]
	if !found {
		return nil, nil
	}
	if body.IsNull("expires_at") {
		return &time.Time{}, nil
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return nil, wrong
	}
	expires, err := time.Parse(time.RFC3339, text)
	// A zone can push a time out of the years that RFC 3339 knows.
	if year := expires.UTC().Year(); err != nil || year < 1 || year > 9999 {
		return nil, wrong
	}
	if expires.IsZero() {
		return nil, emulator.ErrPastExpiry
	}
	return &expires, nil
}

func (w wish) draft(id, secret string) (emulator.Draft, error) {
	if w.Name == nil {
		return emulator.Draft{}, emulator.Refusal("Key name is required")
	}
	if w.Scope == nil {
		return emulator.Draft{}, errNoScope
	}
	draft := emulator.Draft{ID: id, Secret: secret, Prefix: prefix(secret), Name: *w.Name, Scope: *w.Scope}
	if w.Expires != nil {
		draft.Expires = *w.Expires
	}
	return draft, nil
}
