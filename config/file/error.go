package file

import (
	"strings"

	"keyctl/internal/safetext"
)

// lineError is what is wrong with the profiles file, and on which line.
type lineError struct {
	line       int // 0 if that was not looked for
	what, hint string
}

func (e *lineError) Error() string { return e.what }

func wrongAt(line int, what, hint string) *lineError {
	return &lineError{line: line, what: what, hint: hint}
}

// shown gives a word of the file for an error, but only one so short and plain
// that it isn't a secret in the wrong place.
func shown(word string) string {
	if len(word) > 24 || strings.ContainsFunc(word, func(r rune) bool {
		return r != '_' && r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		return ""
	}
	return " " + safetext.Quote(word)
}
