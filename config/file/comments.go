package file

import (
	"bytes"
	"strings"
)

// emptyLine is a comment that stands for an empty line.
const emptyLine = "#:empty:"

// markEmptyLines turns empty lines into comments, indented as what follows.
func markEmptyLines(content []byte) []byte {
	return indentLike(content, func(text string) bool { return text == "" })
}

// alignComments does that, and indents every comment as what follows it.
func alignComments(content []byte) []byte {
	return indentLike(content, func(text string) bool { return text == "" || text[0] == '#' })
}

// indentLike indents the lines that are to be moved as the next one that isn't.
func indentLike(content []byte, moves func(text string) bool) []byte {
	var result []byte
	var waiting []string
	flush := func(indent string) {
		for _, text := range waiting {
			if text == "" {
				text = emptyLine
			}
			result = append(result, indent+text+"\n"...)
		}
		waiting = nil
	}
	for line := range bytes.Lines(content) {
		text := strings.TrimSpace(string(line))
		if moves(text) {
			waiting = append(waiting, text)
			continue
		}
		flush(string(line[:len(line)-len(bytes.TrimLeft(line, " "))]))
		result = append(result, line...)
	}
	for len(waiting) > 0 && waiting[len(waiting)-1] == "" {
		waiting = waiting[:len(waiting)-1]
	}
	if len(waiting) > 0 && len(result) > 0 && result[len(result)-1] != '\n' {
		result = append(result, '\n')
	}
	flush("")
	return result
}

// unmarkEmptyLines turns the comments back into empty lines.
func unmarkEmptyLines(content []byte) []byte {
	var plain []byte
	for line := range bytes.Lines(content) {
		if string(bytes.TrimSpace(line)) == emptyLine {
			line = []byte("\n")
		}
		plain = append(plain, line...)
	}
	return plain
}

// comments gives the comments of a YAML text in their order. It may take a
// part of a quoted value for one.
func comments(content []byte) []string {
	var found []string
	for line := range bytes.Lines(content) {
		at := bytes.IndexByte(line, '#')
		if at == 0 || at > 0 && (line[at-1] == ' ' || line[at-1] == '\t') {
			found = append(found, string(bytes.TrimSpace(line[at:])))
		}
	}
	return found
}
