package client

import "strings"

// maxIDLength is far above any id seen (36 characters for a UUID).
const maxIDLength = 128

// CheckID reports whether an id may enter the path of a request: letters,
// digits and "_", "-", ".", ":", "~", "@" only, and not dots alone. So it can't leave
// its place in the path, start a query, or be decoded into something else.
// An id that comes from a console's own list is checked as well.
func CheckID(id string) error {
	allowed := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-.:~@", r)
	}
	foreign := strings.ContainsFunc(id, func(r rune) bool { return !allowed(r) })
	if id == "" || len(id) > maxIDLength || foreign || strings.Trim(id, ".") == "" {
		return Errorf(Usage, "%s cannot be the id of a key", Quote(id)).
			WithHint("ids hold letters, digits and _-.:~@ only; `list --columns id,name` shows them")
	}
	return nil
}
