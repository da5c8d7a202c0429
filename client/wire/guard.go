package wire

import (
	"errors"
	"io"
)

const (
	maxAnswer = 8 << 20 // bytes of one answer that is taken whole
	maxItem   = 1 << 20 // bytes of one key in a list
	maxDepth  = 64      // of nested objects and arrays
)

var (
	errDeep  = errors.New("it is nested too deep")
	errLarge = errors.New("it is too large")
)

// ErrWebPage says that an answer is a page for people.
var ErrWebPage = errors.New("it is a web page, not JSON")

// guard bounds how deep and, from one reset of its budget to the next, how
// large the JSON is that is read through it.
type guard struct {
	reader   io.Reader
	budget   int
	depth    int
	inString bool
	escaped  bool
}

func (g *guard) Read(p []byte) (int, error) {
	if g.depth > maxDepth {
		return 0, errDeep
	}
	if g.budget <= 0 {
		return 0, errLarge
	}
	n, err := g.reader.Read(p[:min(len(p), g.budget)])
	g.budget -= n
	for i, c := range p[:n] {
		switch {
		case g.escaped:
			g.escaped = false
		case g.inString:
			g.escaped = c == '\\'
			g.inString = c != '"'
		case c == '"':
			g.inString = true
		case c == '{' || c == '[':
			g.depth++
		case c == '}' || c == ']':
			g.depth--
		}
		if g.depth > maxDepth {
			return i, errDeep // what comes before it can still be read
		}
	}
	return n, err
}
