package dotenv

import "bytes"

// definition is where a dotenv file defines a variable: its line without the
// line break, and the parts of that.
type definition struct {
	start, nameEnd       int
	valueStart, valueEnd int // without the blanks and the comment behind it
	end                  int
}

// reading is how a file is read. For a shell a quote counts anywhere, and a
// backslash joins lines; for other readers only a quote counts that a value begins
// with.
type reading int

const (
	asDotenv reading = iota
	asShell
)

// scan finds the end of a value and of its line. It fails where a quote that
// counts is never closed.
func (d *definition) scan(content []byte, how reading) bool {
	first := d.valueStart
	for first < len(content) && isBlank(content[first]) {
		first++
	}
	at := first
	if at < len(content) && bytes.IndexByte([]byte("'\"`"), content[at]) >= 0 {
		closing := closingQuote(content, at)
		if closing < 0 {
			return false
		}
		at = closing + 1
	}
	for at < len(content) && content[at] != '\n' && !beginsComment(content, at, d.valueStart) {
		if at = past(content, at, how); at < 0 {
			return false
		}
	}
	d.valueEnd = at
	d.end = at + len(firstLine(content[at:]))
	if at < len(content) && content[at] == '\n' && content[at-1] == '\r' {
		d.valueEnd, d.end = at-1, at-1
	}
	for d.valueEnd > d.valueStart && isBlank(content[d.valueEnd-1]) {
		d.valueEnd--
	}
	return true
}

// past gives what follows a character of a value, or a quoted part of it. A
// quote without an end is an apostrophe; for a shell there is none, which is -1.
func past(content []byte, at int, how reading) int {
	switch c := content[at]; {
	case c == '\\' && how == asShell:
		return min(at+2, len(content))
	case c == '\'' || c == '"':
		within := content
		if how == asDotenv {
			within = content[:at+len(firstLine(content[at:]))]
		}
		if closing := closingQuote(within, at); closing >= 0 {
			return closing + 1
		}
		if how == asShell {
			return -1
		}
	}
	return at + 1
}

// closingQuote finds the end of what the quote at a place begins, -1 for none.
// In double quotes a backslash takes away the meaning of what follows.
func closingQuote(content []byte, at int) int {
	quote := content[at]
	for at++; at < len(content); at++ {
		switch {
		case content[at] == quote:
			return at
		case content[at] == '\\' && quote == '"':
			at++
		}
	}
	return -1
}

// beginsComment reports whether a comment begins, which takes a blank before it.
func beginsComment(content []byte, at, valueStart int) bool {
	return content[at] == '#' && at > valueStart && isBlank(content[at-1])
}
