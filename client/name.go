package client

import (
	"strings"
	"unicode/utf8"

	"keyctl/internal/errs"
	"keyctl/internal/safetext"
)

// CheckName refuses names that can't be meant: blank ones, ones longer than
// most characters, and ones with characters that deceive the eye. Keys that
// already have such a name can still be found by it.
func CheckName(name string, most int) error {
	switch length := utf8.RuneCountInString(name); {
	case strings.TrimSpace(name) == "":
		return errs.Errorf(errs.Usage, "the name %s is blank", safetext.Quote(name)).WithHint("give the key a name that says where it is used, like ci-pipeline")
	case !utf8.ValidString(name):
		return errs.Errorf(errs.Usage, "the name %s is not valid UTF-8", safetext.Quote(name)).WithHint("use a name in UTF-8")
	case length > most:
		return errs.Errorf(errs.Usage, "the name %s has %d characters", safetext.Quote(name), length).WithHint("use at most %d characters", most)
	case strings.TrimSpace(name) != name:
		return errs.Errorf(errs.Usage, "the name %s begins or ends with a space", safetext.Quote(name)).WithHint("leave out the outer spaces")
	case strings.ContainsFunc(name, deceives):
		return errs.Errorf(errs.Usage, "the name %s holds a control, bidi or invisible character", safetext.Quote(name)).WithHint("use letters, digits, spaces, punctuation or emoji")
	}
	return nil
}

// deceives reports whether a character is hostile and has no honest use in a
// name: the joiners U+200C and U+200D and the emoji selector U+FE0F have one.
func deceives(r rune) bool {
	return safetext.Hostile(r) && r != 0x200c && r != 0x200d && r != 0xfe0f
}

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
		return errs.Errorf(errs.Usage, "%s cannot be the id of a key", safetext.Quote(id)).
			WithHint("ids hold letters, digits and _-.:~@ only; `list --columns id,name` shows them")
	}
	return nil
}
