package safetext

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoteLimit is how many characters of a foreign text an error shows, cutMark
// what stands behind one that was cut.
const (
	quoteLimit = 80
	CutMark    = "…"
)

// Hostile reports whether a character could deceive the reader of a terminal:
// one that moves the cursor, flips the reading order, breaks the line or has
// no width.
func Hostile(r rune) bool {
	if r >= ' ' && r < 0x7f {
		return false
	}
	switch {
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector):
		return true
	case r == 0x034f, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5, r == 0x2800, r == 0x3164, r == 0xffa0:
		return true // marks, fillers and blanks that show nothing
	case r == 0x2065, r >= 0xfff0 && r <= 0xfff8, r >= 0xe0000 && r <= 0xe0fff:
		return true // reserved for characters that show nothing
	}
	return false
}

// Printable gives a foreign text as one line that is safe on a terminal:
// hostile characters and broken UTF-8 are escaped as in a Go string. A text
// without any is returned as it is.
func Printable(text string) string {
	if plain(text) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case Hostile(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		case Hostile(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	return b.String()
}

// plain reports whether a text needs no escaping, without allocating.
func plain(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] >= 0x7f {
			return utf8.ValidString(text) && !strings.ContainsFunc(text, Hostile)
		}
	}
	return true
}

// Quote gives a foreign text for an error: printable, in quotes, cut to a
// length that fits a line.
func Quote(text string) string {
	cut := false
	if utf8.RuneCountInString(text) > quoteLimit {
		runes := 0
		for i := range text {
			if runes == quoteLimit {
				text, cut = text[:i], true
				break
			}
			runes++
		}
	}
	quoted := `"` + strings.ReplaceAll(Printable(text), `"`, `\"`) + `"`
	if cut {
		quoted += CutMark
	}
	return quoted
}
