package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"keyctl/emulator"
)

const (
	fieldName        = "name"
	fieldPermissions = "permissions"
	fieldActive      = "active"
	fieldExpires     = "expiresAt"
)

// readDraft reads what a create asks for.
func readDraft(w http.ResponseWriter, r *http.Request) (emulator.Draft, error) {
	body, err := readBody(w, r, fieldName, fieldPermissions, fieldExpires)
	if err != nil {
		return emulator.Draft{}, err
	}
	name, err := body.Text(fieldName)
	if err != nil {
		return emulator.Draft{}, err
	}
	if name == nil || strings.TrimSpace(*name) == "" {
		return emulator.Draft{}, emulator.Refusal("name is required")
	}
	draft := emulator.Draft{Name: *name}
	if draft.Scope, err = readPermissions(body); err != nil {
		return emulator.Draft{}, err
	}
	expires, err := readExpiry(body)
	if expires != nil {
		draft.Expires = *expires
	}
	return draft, err
}

func readChange(w http.ResponseWriter, r *http.Request) (emulator.Change, error) {
	body, err := readBody(w, r, fieldActive, fieldExpires)
	if err != nil {
		return emulator.Change{}, err
	}
	if len(body) == 0 {
		return emulator.Change{}, emulator.Refusal("active or expiresAt is required")
	}
	var change emulator.Change
	if change.Disabled, err = readDisabled(body); err != nil {
		return emulator.Change{}, err
	}
	change.Expires, err = readExpiry(body)
	return change, err
}

// readBody reads an object that has no other fields than the known ones.
func readBody(w http.ResponseWriter, r *http.Request, known ...string) (emulator.Object, error) {
	body, err := emulator.ReadObject(w, r)
	if err != nil {
		return nil, err
	}
	if body == nil {
		return nil, emulator.ErrBodyShape
	}
	for field := range body {
		if !slices.Contains(known, field) {
			return nil, emulator.Refusal("only these fields are allowed: " + strings.Join(known, ", "))
		}
	}
	return body, nil
}

func readDisabled(body emulator.Object) (*bool, error) {
	raw, found := body[fieldActive]
	if !found {
		return nil, nil
	}
	disabled := string(raw) == "false"
	if !disabled && string(raw) != "true" {
		return nil, &emulator.WrongType{Field: fieldActive, Want: "true or false"}
	}
	return &disabled, nil
}

// readExpiry gives the zero time for null, which clears the expiry.
func readExpiry(body emulator.Object) (*time.Time, error) {
	raw, found := body[fieldExpires]
	switch {
	case !found:
		return nil, nil
	case body.IsNull(fieldExpires):
		return &time.Time{}, nil
	}
	wrong := &emulator.WrongType{Field: fieldExpires, Want: "an RFC 3339 time or null"}
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
