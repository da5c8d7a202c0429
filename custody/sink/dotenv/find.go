package sink

import (
	"bytes"
	"slices"
	"strings"

	"keyctl/client"
)

const byteOrderMark = "\ufeff"

// definition is where a dotenv file defines a variable: its line without the
// line break, and the parts of that.
type definition struct {
	start, nameEnd       int
	valueStart, valueEnd int // without the blanks and the comment behind it
	end                  int
}

// reading is how a file is read. For a shell a quote counts wherever it stands,
// and a backslash joins lines; for others only a quote counts that a value
// begins with.
type reading int

const (
	asDotenv reading = iota
	asShell
)

// findDefinition gives the one definition of a name, nil where there is none.
// It refuses a file in which it can't be replaced by a line.
func findDefinition(content []byte, name string) (*definition, error) {
	if bytes.IndexByte(content, 0) >= 0 {
		return nil, failed("it holds a NUL").WithHint("look at what it is; a file in UTF-16 has to be saved in UTF-8")
	}
	found, open := definitions(content, name, asDotenv)
	if open {
		return nil, failed("a quote in it is never closed").WithHint("close it: it can't be told where that value ends")
	}
	if err := checkLines(content); err != nil {
		return nil, err
	}
	quoted := client.Quote(name)
	other, open := definitions(content, name, asShell)
	switch {
	case open, !slices.Equal(found, other):
		return nil, failed("not all readers of it would find %s in the same place", quoted).
			WithHint("put values with an apostrophe, a quote or a backslash in them into quotes as a whole")
	case len(found) > 1:
		return nil, failed("it defines %s %d times", quoted, len(found)).WithHint("leave one of them: readers differ in which one counts")
	case len(found) == 0:
		return nil, nil //nolint:nilnil // to have none is no failure
	case bytes.IndexByte(content[found[0].start:found[0].end], '\n') >= 0:
		return nil, failed("the value of %s in it spans several lines", quoted).WithHint("remove it, or put it on one line")
	}
	return &found[0], found[0].checkOwn(content, name)
}

// definitions finds those of a name, and reports whether a quote that counts is
// never closed.
func definitions(content []byte, name string, how reading) (found []definition, open bool) {
	at := 0
	if bytes.HasPrefix(content, []byte(byteOrderMark)) {
		at = len(byteOrderMark)
	}
	for at < len(content) {
		line, variable := beginning(content, at)
		if variable == "" {
			line.end = at + len(firstLine(content[at:]))
		} else if !line.scan(content, how) {
			return found, true
		}
		if variable == name {
			found = append(found, line)
		}
		at = line.end + len(lineBreak(content[line.end:]))
	}
	return found, false
}

// beginning reads what stands before a value: blanks, maybe the word export, a
// variable and an equals sign. Without those it is no definition of any.
func beginning(content []byte, at int) (line definition, variable string) {
	head, _, found := bytes.Cut(firstLine(content[at:]), []byte("="))
	words := strings.Fields(string(head))
	if len(words) == 2 && words[0] == "export" {
		words = words[1:]
	}
	if !found || len(words) != 1 || strings.ContainsAny(words[0], "#'\"`") {
		return definition{start: at}, ""
	}
	nameEnd := at + bytes.LastIndex(head, []byte(words[0])) + len(words[0])
	return definition{start: at, nameEnd: nameEnd, valueStart: at + len(head) + 1}, words[0]
}

// firstLine is the first line of a text, without its break.
func firstLine(text []byte) []byte {
	line, _, ended := bytes.Cut(text, []byte("\n"))
	if ended {
		return bytes.TrimSuffix(line, []byte("\r"))
	}
	return line
}

// lineBreak is the break that a text begins with, or would.
func lineBreak(text []byte) string {
	switch {
	case len(text) == 0:
		return ""
	case text[0] == '\r':
		return "\r\n"
	}
	return "\n"
}
