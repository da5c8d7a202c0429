package dotenv

import (
	"bytes"
	"slices"
	"strings"

	"keyctl/internal/safetext"
)

// checkLines refuses a file in which something else than definitions stands: a
// shell would run that, and may never come to the variable.
func checkLines(content []byte) error {
	text := bytes.TrimPrefix(content, []byte(byteOrderMark))
	offset := len(content) - len(text)
	for at := offset; at < len(content); {
		line, variable := beginning(content, at)
		if variable == "" {
			line.end = at + len(firstLine(content[at:]))
			if !harmless(string(content[at:line.end])) {
				number := 1 + bytes.Count(content[:at], []byte("\n"))
				return failed("line %d of it is neither a comment nor NAME=VALUE", number).
					WithHint("a dotenv file has nothing else; for what a shell runs, use file:PATH and read that there")
			}
		} else if !line.scan(content, asDotenv) {
			return nil // that is reported elsewhere
		}
		at = line.end + len(lineBreak(content[line.end:]))
	}
	return nil
}

// harmless reports whether a line that defines nothing does nothing either: it is
// blank, a comment, or the word export and names.
func harmless(line string) bool {
	words := strings.Fields(line)
	if len(words) == 0 || words[0][0] == '#' {
		return true
	}
	odd := func(word string) bool { return strings.ContainsAny(word, "'\"`\\;&|<>()$-") }
	return words[0] == "export" && len(words) > 1 && !slices.ContainsFunc(words, odd)
}

// checkOwn refuses a definition that can't be replaced without losing what a
// shell reads on its line.
func (d *definition) checkOwn(content []byte, name string) error {
	if d.start == len(byteOrderMark) && bytes.HasPrefix(content, []byte(byteOrderMark)) {
		return failed("a byte order mark stands right before %s, which is a part of the name for a shell", safetext.Quote(name)).
			WithHint("save it as UTF-8 without a byte order mark")
	}
	at := d.valueStart
	for at < d.valueEnd && isBlank(content[at]) {
		at++
	}
	for at < d.valueEnd {
		if isBlank(content[at]) || strings.IndexByte(";&|<>()", content[at]) >= 0 {
			return failed("more stands behind the value of %s on its line", safetext.Quote(name)).
				WithHint("put the value into quotes as a whole, or the rest on a line of its own")
		}
		at = past(content, at, asDotenv)
	}
	return nil
}
