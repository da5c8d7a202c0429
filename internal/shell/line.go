package shell

import "strings"

// Line is a command line as it stands before the cursor.
type Line struct {
	Words []string // without their quotes; the last one is at the cursor, and may be empty
	Quote byte     // the one that is open at the cursor: ', " or 0
	File  bool     // the word at the cursor is a file to redirect to
}

// Read reads a command line as bash splits it. Variables and substitutions are
// taken for the text that they are.
func Read(text string) Line {
	r := reader{text: text}
	for r.at < len(r.text) {
		r.step()
	}
	line := Line{Words: append(r.words, r.word.String()), Quote: r.quote, File: r.redirects}
	return line
}

// reader is what is known of a line up to some place.
type reader struct {
	text      string
	at        int
	words     []string
	word      strings.Builder
	begun     bool // a word has begun, even if it is empty
	quote     byte
	redirects bool // the next word is a file
}

// step reads one character, or a substitution as a whole.
func (r *reader) step() {
	c := r.text[r.at]
	r.at++
	switch {
	case r.quote == '\'' && c != '\'':
		r.add(c)
	case c == '\\':
		r.escaped()
	case c == '`':
		r.through('`')
	case c == '$' && r.next() == '(':
		r.nested()
	case c == r.quote && r.quote != 0:
		r.quote = 0
	case r.quote != 0:
		r.add(c)
	case c == '\'' || c == '"':
		r.quote, r.begun = c, true
	case c == ' ' || c == '\t' || c == '\n':
		r.end()
	case (c == '<' || c == '>') && r.next() == '(':
		r.nested()
	case c == '<' || c == '>':
		r.redirect()
	default:
		r.add(c)
	}
}

func (r *reader) add(c byte) {
	r.word.WriteByte(c)
	r.begun = true
}

// next is the character that comes next, 0 at the end.
func (r *reader) next() byte {
	if r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

// escaped reads what stands behind a backslash. Within double quotes it keeps
// its meaning before a few characters only.
func (r *reader) escaped() {
	c := r.next()
	switch {
	case c == 0:
		return
	case r.quote == '"' && !strings.ContainsRune("\"\\$`", rune(c)):
		r.add('\\')
	}
	r.add(c)
	r.at++
}

// through takes everything up to a character, and that character.
func (r *reader) through(last byte) {
	r.add(r.text[r.at-1])
	for r.at < len(r.text) {
		c := r.text[r.at]
		r.at++
		r.add(c)
		if c == last {
			return
		}
	}
}

// nested takes everything up to the parenthesis that closes the next one.
func (r *reader) nested() {
	r.add(r.text[r.at-1])
	for depth := 0; r.at < len(r.text); {
		c := r.text[r.at]
		r.at++
		r.add(c)
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return
			}
		}
	}
}

// redirect takes a file's number for a part of the sign before which it
// stands.
func (r *reader) redirect() {
	if strings.Trim(r.word.String(), "0123456789&") == "" {
		r.word.Reset()
		r.begun = false
	}
	r.end()
	r.redirects = true
}

// end ends a word.
func (r *reader) end() {
	if r.begun && !r.redirects {
		r.words = append(r.words, r.word.String())
	}
	if r.begun {
		r.redirects = false
	}
	r.word.Reset()
	r.begun = false
}
