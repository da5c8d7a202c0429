package command

import (
	"strings"

	"keyctl/internal/safetext"
)

// splitWords splits a text as a POSIX shell splits words: at blanks, with '…',
// "…" and the backslash. No shell runs, so that nothing is expanded: what a shell
// would not take literally is refused, unless it is quoted.
func splitWords(text string) ([]string, error) {
	s := splitter{text: text}
	for s.at < len(s.text) {
		if err := s.next(); err != nil {
			return nil, err
		}
	}
	s.end()
	return s.words, nil
}

type splitter struct {
	text   string
	at     int
	word   strings.Builder
	within bool // a word has begun, be it an empty one
	words  []string
}

func (s *splitter) end() {
	if s.within {
		s.words = append(s.words, s.word.String())
	}
	s.word.Reset()
	s.within = false
}

func (s *splitter) add(c byte) {
	s.word.WriteByte(c)
	s.within = true
}

// next takes what stands outside of quotes.
func (s *splitter) next() error {
	c := s.text[s.at]
	s.at++
	switch {
	case c == ' ' || c == '\t':
		s.end()
	case c == '\'':
		return s.single()
	case c == '"':
		return s.double()
	case c == '\\':
		return s.escaped()
	case s.special(c):
		return unquoted(c)
	default:
		s.add(c)
	}
	return nil
}

// special reports whether a shell would not take a character literally: some
// only where a word begins, the tilde behind an equals sign, too.
func (s *splitter) special(c byte) bool {
	switch {
	case strings.IndexByte("$`*?[;|&<>()\n\r\x00", c) >= 0:
		return true
	case c == '#':
		return !s.within
	case c == '~':
		return !s.within || strings.HasSuffix(s.word.String(), "=")
	}
	return false
}

// single takes everything as it is, up to the next single quote.
func (s *splitter) single() error {
	inside, after, closed := strings.Cut(s.text[s.at:], "'")
	if !closed {
		return usage("in the command of exec, a ' is never closed").WithHint("close it; for one that is meant literally write \\' or \"'\"")
	}
	s.word.WriteString(inside)
	s.within = true
	s.at = len(s.text) - len(after)
	return nil
}

// double knows the backslash before what would be special otherwise.
func (s *splitter) double() error {
	s.within = true
	for s.at < len(s.text) {
		c := s.text[s.at]
		s.at++
		switch c {
		case '"':
			return nil
		case '$', '`':
			return unquoted(c)
		case '\\':
			if s.at < len(s.text) && strings.IndexByte("$`\"\\\n", s.text[s.at]) >= 0 {
				c = s.text[s.at]
				s.at++
				if c == '\n' {
					continue // the line goes on
				}
			}
		}
		s.add(c)
	}
	return usage(`in the command of exec, a " is never closed`).WithHint(`close it; for one that is meant literally write \" or '"'`)
}

// escaped takes the character behind a backslash as it is.
func (s *splitter) escaped() error {
	if s.at == len(s.text) {
		return usage("nothing stands behind the last backslash").WithHint(`for one that is meant literally write '\'`)
	}
	if c := s.text[s.at]; c != '\n' { // or else the line goes on
		s.add(c)
	}
	s.at++
	return nil
}

func unquoted(c byte) error {
	return usage("a shell would not take %s literally, and none runs here", safetext.Quote(string(rune(c)))).
		WithHint(`where it is meant literally put it in '…'; for what a shell does write exec:sh -c '…'`)
}
