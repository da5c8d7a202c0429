package dotenv

import (
	"bytes"
	"strings"
)

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
