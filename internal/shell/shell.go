// Package shell knows how shells complete command lines: the scripts that ask
// the program, and how bash reads and quotes a line. Nothing here evaluates what
// was typed, and neither do the scripts for bash, zsh and fish: a word on the
// line may come from a console.
package shell

import (
	"strings"
	"unicode"

	"keyctl/internal/safetext"
)

// Choice is one way in which the word at the cursor may go on.
type Choice struct {
	Text  string // the whole word
	About string // shown beside it; "" for nothing
}

// Plain reports whether every shell passes a text on as the one word that it
// is, whether it is quoted, escaped with backslashes or, without spaces, not at
// all: letters, digits, inner spaces and signs that no shell gives a meaning
// there. Everything else is better called by another word.
func Plain(text string) bool {
	return text != "" && strings.Trim(text, " ") == text && !strings.ContainsFunc(text, special)
}

func special(r rune) bool {
	return safetext.Hostile(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" ._/@%+:,=-", r)
}

// Argument reports whether a text is [Plain] and doesn't begin with a sign that
// makes it a flag, a job, an array or a hidden file.
func Argument(text string) bool {
	return Plain(text) && !strings.ContainsRune(".@%+:,=-", rune(text[0]))
}
